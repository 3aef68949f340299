import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

import { connect, type GitHub } from "../../preview/github/client.ts";
import { BOT, Repository, type Account } from "./repository.ts";
import { answer, type Answer, type Request } from "./routes.ts";
import { World } from "./world.ts";

/** What befalls one request. */
export interface Fate {
  /** Milliseconds until it takes effect, and from then until its answer is there. */
  readonly reach?: number;
  readonly back?: number;
  /**
   * 502, 429 and "secondary" have no effect; "lost" has one, and its connection breaks; "late"
   * takes effect after its connection broke; "cut" breaks off in the middle of the answer; "slow"
   * is more than the client waits for.
   */
  readonly fault?: "502" | "429" | "secondary" | "spent" | "lost" | "late" | "cut" | "slow";
}

/** What the client waits for an answer at most, and GitHub for itself; in milliseconds. */
const CLIENT_MS = 15_000;

/** A canary: it may stand nowhere. */
export const TOKEN = "ghs_canary0123456789abcdefABCDEF";

/** How a client differs from any other. */
interface ClientOptions {
  readonly token?: string;
  /** Milliseconds that its clock runs ahead. */
  readonly clock?: number;
  readonly random?: () => number;
  readonly fetch?: typeof fetch;
}

/** A GitHub on this machine, with the address of an Enterprise Server. */
export class GitHubServer {
  world = new World();
  repository = new Repository(this.world);
  /** What befalls each request; by default nothing. */
  fate: (request: Request) => Fate = () => ({});
  /** "METHOD path" that the token may not do. */
  denied: RegExp | undefined;
  /** How long readings of comments lag behind, in milliseconds. */
  lag = 0;
  /** Every request so far, as "METHOD path". */
  asked: string[] = [];
  readonly accounts = new Map<string, Account>([[TOKEN, BOT]]);
  #server: Server | undefined;
  #past: { at: number; comments: Repository["comments"] }[] = [];

  async start(): Promise<void> {
    this.#server = createServer((incoming, outgoing) => {
      void this.#take(incoming, outgoing);
    });
    // Never closed for being idle: that would be a fault that nobody declared.
    this.#server.keepAliveTimeout = 0;
    this.#server.listen(0, "127.0.0.1");
    await once(this.#server, "listening");
  }

  stop(): void {
    this.#server?.closeAllConnections();
    this.#server?.close();
  }

  /** An empty repository, in a new world without faults. */
  reset(): void {
    this.world = new World();
    this.repository = new Repository(this.world);
    this.fate = () => ({});
    this.denied = undefined;
    this.lag = 0;
    this.asked = [];
    this.#past = [];
  }

  get apiUrl(): string {
    const { port } = this.#server?.address() as AddressInfo;
    return `http://127.0.0.1:${port}/api/v3`;
  }

  /** A client that lives in this world. */
  client(options: ClientOptions = {}): Promise<GitHub> {
    const { token = TOKEN, clock = 0, random = () => 0.5, fetch: send = fetch } = options;
    const { world } = this;
    const effects = {
      now: () => world.now + clock,
      sleep: (milliseconds: number) => world.sleep(milliseconds),
      random,
      fetch: send,
    };
    return connect({ token, repository: "acme/shop", apiUrl: this.apiUrl, effects });
  }

  async #take(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const { world } = this;
    const request = await this.#read(incoming);
    if (!request) {
      world.waits();
      world.later(
        0,
        () => {
          this.#send(outgoing, { status: 401, data: { message: "Bad credentials" } });
        },
        true,
      );
      return;
    }
    this.asked.push(`${request.method} ${request.path}`);
    const { reach = 0, back = 0, fault } = this.fate(request);
    world.waits();

    const broken = fault === "late";
    if (broken) world.later(0, () => outgoing.destroy(), true);
    world.later(reach, () => {
      const refusal = refusalOf(fault, world);
      const result = refusal ?? this.#answer(request);
      if (broken) return;
      const slow = fault === "slow" || reach + back > CLIENT_MS;
      const wait = slow ? CLIENT_MS - reach : back;
      world.later(
        Math.max(wait, 0),
        () => {
          if (slow || fault === "lost") outgoing.destroy();
          else this.#send(outgoing, result, request, fault === "cut");
        },
        true,
      );
    });
  }

  async #read(incoming: IncomingMessage): Promise<Request | undefined> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const { method = "GET", url = "/", headers } = incoming;
    const token = headers.authorization?.replace(/^token /, "") ?? "";
    const account = this.accounts.get(token);
    const { pathname, searchParams } = new URL(url, "http://localhost");
    const path = pathname.replace(/^\/api(\/v3)?/, "");
    const text = Buffer.concat(chunks).toString("utf8");
    const body = (text ? JSON.parse(text) : {}) as Request["body"];
    return account && { method, path, query: searchParams, body, account, token };
  }

  #answer(request: Request): Answer {
    if (this.denied?.test(`${request.method} ${request.path}`)) {
      return { status: 403, data: { message: "Resource not accessible by integration" } };
    }
    if (this.lag === 0) return answer(this.repository, request);
    const { world, repository } = this;
    const isList = /^GET .*\/comments$/.test(`${request.method} ${request.path}`);
    const result = isList ? answer(this.#earlier(), request) : answer(repository, request);
    this.#past.push({ at: world.now, comments: structuredClone(repository.comments) });
    return result;
  }

  /** The repository as a copy of it was that lags behind. */
  #earlier(): Repository {
    const seen = this.#past.findLast(({ at }) => at <= this.world.now - this.lag);
    const copy = new Repository(this.world);
    copy.comments.push(...(seen?.comments ?? []));
    return copy;
  }

  #send(outgoing: ServerResponse, result: Answer, request?: Request, cut = false): void {
    const { data, headers } = paged(result, this.apiUrl, request);
    const date = new Date(this.world.milliseconds).toUTCString();
    outgoing.sendDate = false;
    const json = data === undefined ? "" : JSON.stringify(data);
    const type = { "content-type": "application/json; charset=utf-8" };
    outgoing.writeHead(result.status, { ...(json && type), date, ...headers });
    if (!cut) outgoing.end(json);
    else outgoing.write(json.slice(0, json.length / 2), () => outgoing.destroy());
  }
}

function refusalOf(
  fault: Fate["fault"],
  world: World,
): (Answer & { headers?: object }) | undefined {
  if (fault === "502") return { status: 502, data: { message: "Server Error" } };
  if (fault === "429") {
    const headers = { "retry-after": "7" };
    return { status: 429, data: { message: "Too many requests" }, headers };
  }
  if (fault === "secondary") {
    const message = "You have exceeded a secondary rate limit";
    return { status: 403, data: { message }, headers: { "retry-after": "11" } };
  }
  if (fault !== "spent") return undefined;
  const reset = Math.ceil(world.milliseconds / 1000) + 30;
  const headers = { "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(reset) };
  return { status: 403, data: { message: "API rate limit exceeded" }, headers };
}

/** A page of a list, 30 long unless asked otherwise, with the links that lead through it. */
function paged(
  { data, headers = {} }: Answer & { headers?: object },
  apiUrl: string,
  request?: Request,
): { data: unknown; headers: object } {
  if (!Array.isArray(data) || !request) return { data, headers };
  const size = Math.min(Number(request.query.get("per_page") ?? 30), 100);
  const page = Number(request.query.get("page") ?? 1);
  const last = Math.max(1, Math.ceil(data.length / size));
  const link = (to: number, rel: string) => {
    const query = new URLSearchParams(request.query);
    query.set("page", String(to));
    return `<${apiUrl}${request.path}?${query.toString()}>; rel="${rel}"`;
  };
  const links = [
    ...(page > 1 ? [link(page - 1, "prev"), link(1, "first")] : []),
    ...(page < last ? [link(page + 1, "next"), link(last, "last")] : []),
  ];
  const list = data.slice((page - 1) * size, page * size) as unknown[];
  return {
    data: list,
    headers: links.length > 0 ? { ...headers, link: links.join(", ") } : headers,
  };
}
