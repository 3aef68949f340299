import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as grpc from "@grpc/grpc-js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import type plugin from "@pulumi/pulumi/proto/plugin_pb.js";
import services from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import status from "@pulumi/pulumi/proto/status_pb.js";
import pb from "@pulumi/pulumi/proto/provider_pb.js";
import { type LocalCloud, type Options, start } from "../../local/local-cloud.ts";
import { marshal, type Properties, unmarshal } from "../../local/provider/properties.ts";

/** A resource as the engine would keep it. */
export interface State {
  readonly type: string;
  readonly id: string;
  readonly inputs: Properties;
  readonly outputs: Properties;
}

/** A change that a diff foresees. */
export interface Foreseen {
  readonly changes: boolean;
  readonly replaces: string[];
  readonly paths: string[];
}

/** Speaks to one provider instance as the engine does. */
export class Engine {
  readonly #client: services.ResourceProviderClient;

  constructor(port: number) {
    this.#client = new services.ResourceProviderClient(
      `127.0.0.1:${port}`,
      grpc.credentials.createInsecure(),
      // The engine opens a connection for each instance; this library would share one.
      { "grpc.use_local_subchannel_pool": 1 },
    );
  }

  async configure(settings: Properties = {}): Promise<this> {
    const request = new pb.ConfigureRequest();
    request.setArgs(marshal(settings));
    await call<pb.ConfigureResponse>((done) => this.#client.configure(request, done));
    return this;
  }

  async checkConfig(news: Properties) {
    const request = new pb.CheckRequest();
    request.setNews(marshal(news));
    const response = await call<pb.CheckResponse>((done) =>
      this.#client.checkConfig(request, done),
    );
    return response.getFailuresList().map((each) => each.toObject());
  }

  async version(): Promise<string> {
    const info = await call<plugin.PluginInfo>((done) =>
      this.#client.getPluginInfo(new empty.Empty(), done),
    );
    return info.getVersion();
  }

  async check(type: string, news: Properties, olds: Properties = {}) {
    const request = new pb.CheckRequest();
    request.setUrn(urn(type));
    request.setNews(marshal(news));
    request.setOlds(marshal(olds));
    const response = await call<pb.CheckResponse>((done) => this.#client.check(request, done));
    const failures = response.getFailuresList().map((each) => each.toObject());
    return { inputs: unmarshal(response.getInputs()), failures };
  }

  async diff({ type, id, inputs, outputs }: State, news: Properties): Promise<Foreseen> {
    const request = new pb.DiffRequest();
    request.setUrn(urn(type));
    request.setId(id);
    request.setOldInputs(marshal(inputs));
    request.setOlds(marshal(outputs));
    request.setNews(marshal(news));
    const response = await call<pb.DiffResponse>((done) => this.#client.diff(request, done));
    return {
      changes: response.getChanges() === pb.DiffResponse.DiffChanges.DIFF_SOME,
      replaces: response.getReplacesList(),
      paths: [...response.getDetaileddiffMap().keys()],
    };
  }

  /** Checks, then creates. @throws the first failure of the check, or the cloud's error */
  async create(type: string, news: Properties, preview = false): Promise<State> {
    const { inputs, failures } = await this.check(type, news);
    const [failure] = failures;
    if (failure) throw new Error(`${failure.property}: ${failure.reason}`);
    const request = new pb.CreateRequest();
    request.setUrn(urn(type));
    request.setProperties(marshal(inputs));
    request.setPreview(preview);
    const response = await call<pb.CreateResponse>((done) => this.#client.create(request, done));
    return { type, id: response.getId(), inputs, outputs: unmarshal(response.getProperties()) };
  }

  /** Creates what fails half-way. @returns what the engine is told of it */
  async createPartly(type: string, news: Properties) {
    const error: unknown = await this.create(type, news).catch((cause: unknown) => cause);
    const [packed] = (error as grpc.ServiceError).metadata.get("grpc-status-details-bin");
    const [detail] = status.Status.deserializeBinary(packed as Buffer).getDetailsList();
    const bytes = detail?.getValue_asU8() ?? new Uint8Array();
    const failed = pb.ErrorResourceInitFailed.deserializeBinary(bytes);
    const outputs = unmarshal(failed.getProperties());
    return { id: failed.getId(), outputs, reasons: failed.getReasonsList() };
  }

  async update(state: State, news: Properties): Promise<State> {
    const request = new pb.UpdateRequest();
    request.setUrn(urn(state.type));
    request.setId(state.id);
    request.setOldInputs(marshal(state.inputs));
    request.setOlds(marshal(state.outputs));
    request.setNews(marshal(news));
    const response = await call<pb.UpdateResponse>((done) => this.#client.update(request, done));
    return { ...state, inputs: news, outputs: unmarshal(response.getProperties()) };
  }

  /** Refreshes a state, or imports where it holds none; nothing when the resource is gone. */
  async read({ type, id, inputs, outputs }: State): Promise<State | undefined> {
    const request = new pb.ReadRequest();
    request.setUrn(urn(type));
    request.setId(id);
    request.setInputs(marshal(inputs));
    request.setProperties(marshal(outputs));
    const response = await call<pb.ReadResponse>((done) => this.#client.read(request, done));
    if (response.getId() === "") return undefined;
    return {
      type,
      id: response.getId(),
      inputs: unmarshal(response.getInputs()),
      outputs: unmarshal(response.getProperties()),
    };
  }

  async delete({ type, id, inputs, outputs }: State): Promise<void> {
    const request = new pb.DeleteRequest();
    request.setUrn(urn(type));
    request.setId(id);
    request.setOldInputs(marshal(inputs));
    request.setProperties(marshal(outputs));
    await call<empty.Empty>((done) => this.#client.delete(request, done));
  }

  async invoke(token: string): Promise<void> {
    const request = new pb.InvokeRequest();
    request.setTok(token);
    await call<pb.InvokeResponse>((done) => this.#client.invoke(request, done));
  }

  close(): void {
    this.#client.close();
  }
}

async function call<Response>(
  send: (done: (error: grpc.ServiceError | null, response: Response) => void) => unknown,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    send((error, response) => {
      if (error) reject(error);
      else resolve(response);
    });
  });
}

/** A data folder that is deleted by `clean`. */
export async function temporaryFolder() {
  const dir = await mkdtemp(join(tmpdir(), "local-cloud-"));
  return { dir, clean: () => rm(dir, { recursive: true, force: true }) };
}

/** A local cloud in this process with a data folder of its own; `end` stops it and deletes the folder. */
export async function startTemporary(options: Partial<Options> = {}) {
  const { dir, clean } = await temporaryFolder();
  const cloud: LocalCloud = await start({ dir, ...options });
  const engines: Engine[] = [];
  return {
    dir,
    cloud,
    /** A new provider instance, configured for a project. */
    gcp: async (project: string) => {
      const engine = new Engine(cloud.address.gcp);
      engines.push(engine);
      return engine.configure({ project, region: "asia-southeast2" });
    },
    end: async () => {
      for (const engine of engines) engine.close();
      await cloud.stop();
      await clean();
    },
  };
}

function urn(type: string): string {
  return `urn:pulumi:stack::project::${type}::name`;
}
