import { createServer, type AddressInfo } from "node:net";
import * as grpc from "@grpc/grpc-js";
import type { sendUnaryData, ServerUnaryCall, ServiceError } from "@grpc/grpc-js";
import services from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import pb from "@pulumi/pulumi/proto/provider_pb.js";
import structs from "google-protobuf/google/protobuf/struct_pb.js";
import type { JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb.js";

import type { Path } from "../../policy/values.ts";
import { parsePath, valueAt } from "../document/paths.ts";
import { bare, wired, type Json } from "./encoding.ts";
import { isMarked } from "./placeholders.ts";
import { settle } from "./settle.ts";
import type { StateResource } from "./state.ts";

/** A provider that plans; nothing but this process speaks to it. */
export interface Upstream {
  /** Loopback port. */
  readonly port: number;
  readonly stop: () => void;
}

/** What a relay stands before. */
export interface Relayed {
  /** Package name, such as `gcp`. */
  readonly name: string;
  /**
   * Starts a provider for one provider resource of one stack.
   *
   * @param engine Address of the engine that asks.
   */
  readonly start: (engine: string) => Promise<Upstream>;
  /** The resource of a plan base by its URN. */
  readonly known: (urn: string) => StateResource | undefined;
  /** Hears of each value that could not be compared. */
  readonly tell: (urn: string, path: Path, isSecret: boolean) => void;
}

/** A relay that the engine can attach to. */
export interface Relay {
  readonly port: number;
  readonly close: () => void;
}

/** Values on the wire may be large: a state of many megabytes is legal. */
const LIMIT = { "grpc.max_receive_message_length": 400 * 1024 * 1024 };

/** Function calls that the provider answers by itself, without asking Google. */
const PURE = new Set(["gcp:organizations/getIAMPolicy:getIAMPolicy"]);

/**
 * Stands between the engine and a provider while stacks are planned against plan bases: what the
 * program wants is compared with the plan base by `settle` before the provider sees it, and whatever
 * would have to ask the cloud is refused.
 */
export async function relay(relayed: Relayed): Promise<Relay> {
  const upstreams = new Upstreams(relayed);
  const server = new grpc.Server(LIMIT);
  server.addService(services.ResourceProviderService, handlers(relayed, upstreams));
  const injector = server.createConnectionInjector(grpc.ServerCredentials.createInsecure());
  const listener = createServer((socket) => {
    const peer = `${socket.remoteAddress ?? ""}:${socket.remotePort ?? 0}`;
    socket.on("close", () => {
      upstreams.stop(peer);
    });
    injector.injectConnection(socket);
  });
  await new Promise<void>((resolve, reject) => {
    listener.once("error", reject).listen(0, "127.0.0.1", resolve);
  });
  return {
    port: (listener.address() as AddressInfo).port,
    close: () => {
      listener.close();
      injector.destroy();
      server.forceShutdown();
      upstreams.stopAll();
    },
  };
}

/** Each connection is a provider resource of its own, with settings of its own. */
class Upstreams {
  readonly #start: Relayed["start"];
  readonly #running = new Map<string, Promise<{ client: grpc.Client; stop: () => void }>>();

  constructor({ start }: Relayed) {
    this.#start = start;
  }

  async clientOf(peer: string, engine = ""): Promise<grpc.Client> {
    const running = this.#running.get(peer) ?? this.#open(engine);
    this.#running.set(peer, running);
    return (await running).client;
  }

  async #open(engine: string) {
    const { port, stop } = await this.#start(engine);
    // Clients of one address would share a connection, and so the settings.
    const options = { ...LIMIT, "grpc.use_local_subchannel_pool": 1 };
    const insecure = grpc.credentials.createInsecure();
    const client = new services.ResourceProviderClient(`127.0.0.1:${port}`, insecure, options);
    return { client: client as unknown as grpc.Client, stop };
  }

  stop(peer: string): void {
    const running = this.#running.get(peer);
    this.#running.delete(peer);
    running?.then(
      ({ client, stop }) => {
        client.close();
        stop();
      },
      () => undefined,
    );
  }

  stopAll(): void {
    for (const peer of [...this.#running.keys()]) this.stop(peer);
  }
}

/** What is done about a message before it goes on; one that is answered here does not. */
type Change = (message: never) => unknown;

/** What is done about an answer before it goes back. */
type Amend = (message: never, answer: never) => void;

function handlers(relayed: Relayed, upstreams: Upstreams): grpc.UntypedServiceImplementation {
  const [changes, amends] = [changesOf(relayed), amendsOf(relayed)];
  return Object.fromEntries(
    Object.entries(services.ResourceProviderService).map(([name, definition]) => {
      const method = definition as grpc.MethodDefinition<unknown, unknown>;
      const handle = (call: ServerUnaryCall<unknown, unknown>, done: sendUnaryData<unknown>) => {
        const { request } = call;
        const engine =
          request instanceof pb.ProviderHandshakeRequest ? request.getEngineAddress() : undefined;
        upstreams
          .clientOf(call.getPeer(), engine)
          .then((client) => {
            const answered = changes[name]?.(request as never);
            if (answered !== undefined) {
              done(null, answered);
              return;
            }
            const { path, requestSerialize, responseDeserialize } = method;
            const heard: sendUnaryData<unknown> = (error, answer, ...rest) => {
              if (error === null) amends[name]?.(request as never, answer as never);
              done(error, answer, ...rest);
            };
            client.makeUnaryRequest(path, requestSerialize, responseDeserialize, request, heard);
          })
          .catch((error: unknown) => {
            done(errorOf(error));
          });
      };
      return [name, handle];
    }),
  );
}

function errorOf(error: unknown): Partial<ServiceError> {
  const details = error instanceof Error ? error.message : String(error);
  return { code: grpc.status.UNKNOWN, details };
}

/**
 * A check comes before the comparison: what the program wants is valid or not by itself, and a
 * placeholder would not pass where only some values do.
 */
function amendsOf({ tell }: Relayed): Readonly<Record<string, Amend | undefined>> {
  const check = (message: pb.CheckRequest, answer: pb.CheckResponse) => {
    const news = valuesOf(message.getNews());
    const failures = answer.getFailuresList();
    answer.setFailuresList(
      failures.filter(
        (failure) => !isMarked(valueAt(bare(news), parsePath(failure.getProperty()))),
      ),
    );
    const [olds, inputs] = [valuesOf(message.getOlds()), valuesOf(answer.getInputs())];
    if (!olds || !inputs) return;
    const urn = message.getUrn();
    const settled = settle(olds, inputs, (...place) => {
      tell(urn, ...place);
    });
    answer.setInputs(structOf(settled));
  };
  return { check, checkConfig: check };
}

function changesOf({ name, known }: Relayed): Readonly<Record<string, Change | undefined>> {
  return {
    configure: (message: pb.ConfigureRequest) => {
      if (name === "gcp") withoutAccount(message);
    },
    create: (message: pb.CreateRequest) => {
      if (!message.getPreview()) throw refused("make", message.getUrn());
    },
    update: (message: pb.UpdateRequest) => {
      if (!message.getPreview()) throw refused("change", message.getUrn());
    },
    delete: (message: pb.DeleteRequest) => {
      throw refused("delete", message.getUrn());
    },
    read: (message: pb.ReadRequest) => readFrom(message, known(message.getUrn())),
    invoke: (message: pb.InvokeRequest) => {
      if (!PURE.has(message.getTok())) throw refused("call", message.getTok());
    },
    call: (message: pb.CallRequest) => {
      throw refused("call", message.getTok());
    },
    construct: (message: pb.ConstructRequest) => {
      throw refused("make", `${message.getType()} ${message.getName()}`);
    },
  };
}

/** What is read is taken from the plan base, where it stands as it was at the last deployment. */
function readFrom(message: pb.ReadRequest, resource: StateResource | undefined): pb.ReadResponse {
  if (resource?.id !== message.getId()) throw refused("read", message.getUrn());
  const response = new pb.ReadResponse();
  response.setId(message.getId());
  response.setProperties(structOf(wired(resource.outputs ?? {})));
  response.setInputs(structOf(wired(resource.inputs ?? {})));
  return response;
}

/** Credentials of any kind stay behind: the provider is told that it has a token, and uses it nowhere. */
function withoutAccount(message: pb.ConfigureRequest): void {
  const args = valuesOf(message.getArgs()) ?? {};
  const kept = Object.entries(args).filter(([name]) => !/credentials|impersonate/i.test(name));
  message.setArgs(structOf({ ...Object.fromEntries(kept), accessToken: "none" }));
  const variables = message.getVariablesMap();
  for (const [name] of [...variables.entries()]) {
    if (/credentials|impersonate/i.test(name)) variables.del(name);
  }
  variables.set("gcp:config:accessToken", "none");
}

function refused(verb: string, what: string): Error {
  return new Error(
    `Planning against a plan base contacts nothing, so it cannot ${verb} ${what}. ` +
      "Take it out of the program, or plan with --base.",
  );
}

function valuesOf(struct: Struct | undefined): Json | undefined {
  return struct?.toJavaScript();
}

function structOf(value: unknown): Struct {
  return structs.Struct.fromJavaScript(value as Record<string, JavaScriptValue>);
}
