import { createServer } from "node:http";

const port = Number(process.env["PORT"] ?? 8080);
const environment = process.env["ENVIRONMENT"] ?? "unknown";

/** Answers every request with the environment's name, and `/healthz` for probes. */
const server = createServer((request, response) => {
  const healthy = request.url === "/healthz";
  response.writeHead(200, { "content-type": "text/plain; charset=utf-8" });
  response.end(healthy ? "ok\n" : `Hello from ${environment}\n`);
});

server.listen(port);
process.on("SIGTERM", () => server.close());
