import { createHash, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { ControlPlane } from "./cloud/control-plane.ts";
import type { Fault, Faults } from "./cloud/faults.ts";
import { withoutSecrets } from "./cloud/secrets.ts";

/** What the control interface works on. */
export interface Controlled {
  readonly cloud: ControlPlane;
  readonly faults: Faults;
  readonly token: string;
  /** Called at every request: the server is in use. */
  readonly used: () => void;
  readonly stop: () => void;
}

/** Handlers by method and path; each gets the query and the body. */
type Handle = (query: URLSearchParams, body: unknown) => unknown;

/** Largest body in bytes; a fault takes a hundred. */
const MAX_BODY = 65_536;

/** Serves the control interface as JSON over HTTP on a free loopback port. */
export async function serveControl(controlled: Controlled) {
  const routes = routesOf(controlled);
  const server = createServer((request, response) => {
    controlled.used();
    if (!authorized(request, controlled.token)) {
      send(response, 401, { error: "Wrong or missing bearer token: take it from address.json." });
      return;
    }
    const url = new URL(request.url ?? "/", "http://localhost");
    const handle = routes[`${request.method ?? ""} ${url.pathname}`];
    if (!handle) {
      send(response, 404, { error: `No such request: ${request.method ?? ""} ${url.pathname}` });
      return;
    }
    bodyOf(request)
      .then((body) => handle(url.searchParams, body))
      .then(
        (answer) => {
          send(response, 200, answer ?? {});
        },
        (error: unknown) => {
          send(response, 400, { error: error instanceof Error ? error.message : String(error) });
        },
      );
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(0, "127.0.0.1", resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () => {
      server.close();
      server.closeIdleConnections();
    },
  };
}

function routesOf({ cloud, faults, stop }: Controlled): Readonly<Record<string, Handle>> {
  return {
    "GET /status": () => ({ pid: process.pid }),
    "GET /resources": (query) =>
      cloud.list({ ...Object.fromEntries(query), all: query.has("all") }).map(withoutSecrets),
    "DELETE /resources": async (query) => ({
      removed: await cloud.remove(query.get("type") ?? "", query.get("id") ?? ""),
    }),
    "POST /reset": () => cloud.reset(),
    "POST /clock": (_, body) => cloud.advance((body as { seconds: number }).seconds),
    "POST /projects": (_, body) => cloud.declareProjects(body as Record<string, string>),
    "POST /faults": (_, body) => {
      faults.declare(body as Fault);
    },
    "DELETE /faults": () => {
      faults.clear();
    },
    "POST /stop": () => {
      setImmediate(stop);
    },
  };
}

/** Digests are of one length, so that comparing them tells nothing of the token. */
function authorized(request: IncomingMessage, token: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  const given = request.headers.authorization ?? "";
  return timingSafeEqual(digest(given), digest(`Bearer ${token}`));
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  let text = "";
  for await (const part of request.setEncoding("utf8")) {
    text += String(part);
    if (text.length > MAX_BODY) throw new Error(`The body is longer than ${MAX_BODY} bytes.`);
  }
  return text === "" ? undefined : JSON.parse(text);
}

function send(response: ServerResponse, code: number, answer: unknown): void {
  response.writeHead(code, { "content-type": "application/json" }).end(JSON.stringify(answer));
}
