import { createServer, type AddressInfo } from "node:net";
import * as grpc from "@grpc/grpc-js";
import type { sendUnaryData, ServerUnaryCall, StatusObject } from "@grpc/grpc-js";
import services from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import pb from "@pulumi/pulumi/proto/provider_pb.js";
import plugin from "@pulumi/pulumi/proto/plugin_pb.js";
import status from "@pulumi/pulumi/proto/status_pb.js";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb.js";
import any from "google-protobuf/google/protobuf/any_pb.js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import type { CheckResult } from "./check.ts";
import type { DiffKind, DiffResult } from "./diff.ts";
import { marshal, unmarshal } from "./properties.ts";
import { compare, InitError, type Provider, type Request } from "./provider.ts";

/** A provider that listens on a port of its own. */
export interface Service {
  readonly port: number;
  /** How many provider instances are connected. */
  readonly connections: () => number;
  /** Ends every connection and stops listening. */
  readonly close: () => void;
}

/** What messages about one resource carry; each kind of message has some of it. */
interface Message {
  getUrn(): string;
  getType(): string;
  getId?(): string;
  getNews?(): Struct | undefined;
  getOlds?(): Struct | undefined;
  getOldInputs?(): Struct | undefined;
  getProperties?(): Struct | undefined;
  getPreview?(): boolean;
  getIgnorechangesList?(): string[];
  getRandomseed_asU8?(): Uint8Array;
}

const KINDS: Record<DiffKind, pb.PropertyDiff.Kind> = {
  add: pb.PropertyDiff.Kind.ADD,
  "add-replace": pb.PropertyDiff.Kind.ADD_REPLACE,
  delete: pb.PropertyDiff.Kind.DELETE,
  "delete-replace": pb.PropertyDiff.Kind.DELETE_REPLACE,
  update: pb.PropertyDiff.Kind.UPDATE,
  "update-replace": pb.PropertyDiff.Kind.UPDATE_REPLACE,
};

/** Serves a provider to the engine over gRPC on a free loopback port. */
export async function serve<Settings>(provider: Provider<Settings>): Promise<Service> {
  const server = new grpc.Server({ "grpc.max_receive_message_length": 400 * 1024 * 1024 });
  const settings = new Map<string, Settings>();
  server.addService(services.ResourceProviderService, implement(provider, settings));
  // Every provider instance opens a connection of its own, and its settings live as long as that.
  const injector = server.createConnectionInjector(grpc.ServerCredentials.createInsecure());
  const sockets = new Set<string>();
  const listener = createServer((socket) => {
    const peer = `${socket.remoteAddress ?? ""}:${socket.remotePort ?? 0}`;
    sockets.add(peer);
    socket.on("close", () => {
      sockets.delete(peer);
      settings.delete(peer);
    });
    injector.injectConnection(socket);
  });
  await new Promise<void>((resolve, reject) => {
    listener.once("error", reject).listen(0, "127.0.0.1", resolve);
  });
  return {
    port: (listener.address() as AddressInfo).port,
    connections: () => sockets.size,
    close: () => {
      listener.close();
      injector.destroy();
      server.forceShutdown();
    },
  };
}

function implement<Settings>(provider: Provider<Settings>, settings: Map<string, Settings>) {
  const about = (message: Message, peer: string): Request<Settings> => {
    const known = settings.get(peer);
    if (known === undefined)
      throw new Error(
        `The ${provider.name} provider was not configured on this connection. Run the command again.`,
      );
    return { ...requestOf(message), settings: known };
  };
  return {
    handshake: answer(() => {
      const response = new pb.ProviderHandshakeResponse();
      response.setAcceptSecrets(true);
      return response;
    }),
    attach: answer(() => new empty.Empty()),
    cancel: answer(() => new empty.Empty()),
    getPluginInfo: answer(() => {
      const info = new plugin.PluginInfo();
      info.setVersion(provider.version);
      return info;
    }),
    checkConfig: answer((message: pb.CheckRequest) => {
      const inputs = unmarshal(message.getNews());
      return checkResponse({ inputs, failures: provider.checkSettings(inputs) });
    }),
    diffConfig: answer((message: pb.DiffRequest) => {
      const [olds, news] = [unmarshal(message.getOldInputs()), unmarshal(message.getNews())];
      return diffResponse(compare(olds, news, false));
    }),
    configure: answer((message: pb.ConfigureRequest, peer) => {
      settings.set(peer, provider.configure(unmarshal(message.getArgs())));
      const response = new pb.ConfigureResponse();
      response.setAcceptsecrets(true);
      response.setSupportspreview(true);
      return response;
    }),
    check: answer((message: pb.CheckRequest, peer) =>
      checkResponse(
        provider.check({ ...about(message, peer), oldInputs: unmarshal(message.getOlds()) }),
      ),
    ),
    diff: answer((message: pb.DiffRequest, peer) =>
      diffResponse(provider.diff(about(message, peer))),
    ),
    create: answer(async (message: pb.CreateRequest, peer) => {
      const request = about(message, peer);
      const { id, outputs } = await provider.create({ ...request, news: request.oldState });
      const response = new pb.CreateResponse();
      response.setId(id);
      response.setProperties(marshal(outputs));
      return response;
    }),
    read: answer(async (message: pb.ReadRequest, peer) => {
      const request = { ...about(message, peer), oldInputs: unmarshal(message.getInputs()) };
      const found = await provider.read(request);
      const response = new pb.ReadResponse();
      if (!found) return response;
      response.setId(found.id);
      response.setProperties(marshal(found.outputs));
      response.setInputs(marshal(found.inputs));
      return response;
    }),
    update: answer(async (message: pb.UpdateRequest, peer) => {
      const response = new pb.UpdateResponse();
      response.setProperties(marshal(await provider.update(about(message, peer))));
      return response;
    }),
    delete: answer(async (message: pb.DeleteRequest, peer) => {
      await provider.delete(about(message, peer));
      return new empty.Empty();
    }),
    invoke: answer((message: pb.InvokeRequest) => {
      throw new Error(
        `The local cloud answers no function calls, and '${message.getTok()}' is one. Use the resource's own outputs, or run against the real cloud.`,
      );
    }),
  };
}

function requestOf(message: Message): Omit<Request<never>, "settings"> {
  const urn = message.getUrn();
  return {
    type: message.getType() || (urn.split("::")[2] ?? "").replace(/^.*\$/, ""),
    urn,
    id: message.getId?.() ?? "",
    news: unmarshal(message.getNews?.()),
    oldInputs: unmarshal(message.getOldInputs?.()),
    oldState: unmarshal(message.getOlds?.() ?? message.getProperties?.()),
    preview: message.getPreview?.() ?? false,
    ignoreChanges: message.getIgnorechangesList?.() ?? [],
    seed: message.getRandomseed_asU8?.() ?? new Uint8Array(),
  };
}

function checkResponse({ inputs, failures }: CheckResult): pb.CheckResponse {
  const response = new pb.CheckResponse();
  response.setInputs(marshal(inputs));
  for (const { property, reason } of failures) {
    const failure = new pb.CheckFailure();
    failure.setProperty(property);
    failure.setReason(reason);
    response.addFailures(failure);
  }
  return response;
}

function diffResponse(result: DiffResult): pb.DiffResponse {
  const { DIFF_SOME, DIFF_NONE } = pb.DiffResponse.DiffChanges;
  const response = new pb.DiffResponse();
  response.setChanges(result.changes ? DIFF_SOME : DIFF_NONE);
  response.setReplacesList([...result.replaces]);
  response.setDeletebeforereplace(result.deleteBeforeReplace);
  response.setHasdetaileddiff(true);
  for (const [path, { kind, inputDiff }] of Object.entries(result.detailed)) {
    const change = new pb.PropertyDiff();
    change.setKind(KINDS[kind]);
    change.setInputdiff(inputDiff);
    response.getDetaileddiffMap().set(path, change);
    response.addDiffs(/^[^.[]+/.exec(path)?.[0] ?? path);
  }
  return response;
}

/** Turns a function into a gRPC handler: what it throws becomes the call's error. */
function answer<Asked, Answered>(
  handle: (message: Asked, peer: string) => Answered | Promise<Answered>,
) {
  return (call: ServerUnaryCall<Asked, Answered>, callback: sendUnaryData<Answered>): void => {
    new Promise<Answered>((resolve) => {
      resolve(handle(call.request, call.getPeer()));
    }).then(
      (answered) => {
        callback(null, answered);
      },
      (error: unknown) => {
        callback(statusOf(error));
      },
    );
  };
}

function statusOf(error: unknown): Partial<StatusObject> {
  const details = error instanceof Error ? error.message : String(error);
  const metadata = new grpc.Metadata();
  if (error instanceof InitError) {
    const failed = new pb.ErrorResourceInitFailed();
    failed.setId(error.answer.id);
    failed.setProperties(marshal(error.answer.outputs));
    failed.setReasonsList([details]);
    const detail = new any.Any();
    detail.pack(failed.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
    const packed = new status.Status();
    packed.setCode(grpc.status.UNKNOWN);
    packed.setMessage(details);
    packed.addDetails(detail);
    // Structured errors travel in this header; the engine's gRPC library reads it, Node's does not write it.
    metadata.set("grpc-status-details-bin", Buffer.from(packed.serializeBinary()));
  }
  return { code: grpc.status.UNKNOWN, details, metadata };
}
