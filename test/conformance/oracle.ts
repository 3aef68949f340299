import { spawn, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import { credentials, status, type ServiceError } from "@grpc/grpc-js";
import grpc from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import pb from "@pulumi/pulumi/proto/provider_pb.js";
import type {
  CheckRequest,
  CheckResponse,
  CreateRequest,
  CreateResponse,
  DiffRequest,
  DiffResponse,
  PropertyDiff,
} from "@pulumi/pulumi/proto/provider_pb.js";
import type { DetailedDiff, DiffKind } from "../../local/provider/diff.ts";
import { marshal, unmarshal, type Properties } from "../../local/provider/properties.ts";

/** What the real provider said about one set of inputs. */
export interface OracleCheck {
  readonly inputs: Properties;
  /** The engine-side texts; the failing path is inside (see `failingPath`). */
  readonly reasons: readonly string[];
}

/** What the real provider said about one change. */
export interface OracleDiff {
  readonly changes: boolean;
  readonly replaces: readonly string[];
  readonly deleteBeforeReplace: boolean;
  readonly detailed: DetailedDiff;
}

/** The real provider ended while it worked on a request: it panics on some inputs. */
export class OracleGone extends Error {}

const KINDS: readonly DiffKind[] = [
  "add",
  "add-replace",
  "delete",
  "delete-replace",
  "update",
  "update-replace",
];

type Call<Request, Response> = (
  request: Request,
  done: (error: ServiceError | null, response: Response) => void,
) => unknown;

/** The real provider, running as a process of its own and spoken to as the engine does. */
export class Oracle {
  private readonly process: ChildProcess;
  private readonly client: InstanceType<typeof grpc.ResourceProviderClient>;

  private constructor(process: ChildProcess, port: number) {
    this.process = process;
    this.client = new grpc.ResourceProviderClient(
      `127.0.0.1:${port}`,
      credentials.createInsecure(),
      { "grpc.max_receive_message_length": 64 << 20 },
    );
  }

  /** Starts the binary; rejects when it ends before it prints its port. */
  static async start(binary: string, env: NodeJS.ProcessEnv): Promise<Oracle> {
    // The engine address is never called: logging fails quietly without it.
    const child = spawn(binary, ["127.0.0.1:9"], {
      env: { PATH: process.env["PATH"], HOME: process.env["HOME"], ...env },
      stdio: ["ignore", "pipe", process.env["ORACLE_VERBOSE"] === "1" ? "inherit" : "ignore"],
    });
    const port = await new Promise<number>((resolve, reject) => {
      child.once("error", reject);
      child.once("exit", (code) => {
        reject(new Error(`${binary} ended with ${code ?? "a signal"} before it served`));
      });
      createInterface({ input: child.stdout }).once("line", (line) => {
        resolve(Number(line));
      });
    });
    return new Oracle(child, port);
  }

  stop(): void {
    this.client.close();
    this.process.kill("SIGKILL");
  }

  async checkConfig(news: Properties, urn: string): Promise<OracleCheck> {
    const request = new pb.CheckRequest();
    request.setUrn(urn);
    request.setNews(marshal(news));
    request.setOlds(marshal({}));
    const response = await ask<CheckRequest, CheckResponse>(request, (message, done) =>
      this.client.checkConfig(message, done),
    );
    return {
      inputs: unmarshal(response.getInputs()),
      reasons: response.getFailuresList().map((failure) => failure.getReason()),
    };
  }

  async configure(args: Properties): Promise<void> {
    const request = new pb.ConfigureRequest();
    request.setArgs(marshal(args));
    request.setAcceptsecrets(true);
    request.setAcceptresources(false);
    request.setSendsOldInputs(true);
    request.setSendsOldInputsToDelete(true);
    await ask(request, (message, done) => this.client.configure(message, done));
  }

  async check(urn: string, olds: Properties | undefined, news: Properties): Promise<OracleCheck> {
    const request = new pb.CheckRequest();
    request.setUrn(urn);
    if (olds !== undefined) request.setOlds(marshal(olds));
    request.setNews(marshal(news));
    request.setRandomseed(Buffer.alloc(32, 7));
    const response = await ask<CheckRequest, CheckResponse>(request, (message, done) =>
      this.client.check(message, done),
    );
    return {
      inputs: unmarshal(response.getInputs()),
      reasons: response.getFailuresList().map((failure) => failure.getReason()),
    };
  }

  /** The planned state of a new resource, as `pulumi preview` gets it. */
  async previewCreate(urn: string, inputs: Properties): Promise<Properties> {
    const request = new pb.CreateRequest();
    request.setUrn(urn);
    request.setProperties(marshal(inputs));
    request.setPreview(true);
    const response = await ask<CreateRequest, CreateResponse>(request, (message, done) =>
      this.client.create(message, done),
    );
    return unmarshal(response.getProperties());
  }

  async diff(request: {
    readonly urn: string;
    readonly id: string;
    readonly oldInputs: Properties;
    readonly oldState: Properties;
    readonly news: Properties;
    readonly ignoreChanges?: readonly string[];
  }): Promise<OracleDiff> {
    const message = new pb.DiffRequest();
    message.setUrn(request.urn);
    message.setId(request.id);
    message.setOlds(marshal(request.oldState));
    message.setOldInputs(marshal(request.oldInputs));
    message.setNews(marshal(request.news));
    message.setIgnorechangesList([...(request.ignoreChanges ?? [])]);
    const response = await ask<DiffRequest, DiffResponse>(message, (it, done) =>
      this.client.diff(it, done),
    );
    return {
      changes: response.getChanges() === pb.DiffResponse.DiffChanges.DIFF_SOME,
      replaces: response.getReplacesList(),
      deleteBeforeReplace: response.getDeletebeforereplace(),
      detailed: detailed(response),
    };
  }
}

function ask<Request, Response>(request: Request, call: Call<Request, Response>) {
  return new Promise<Response>((resolve, reject) => {
    call(request, (error, response) => {
      if (error === null) resolve(response);
      else if (error.code === status.UNAVAILABLE) reject(new OracleGone(error.details));
      else reject(new Error(error.details));
    });
  });
}

function detailed(response: DiffResponse): DetailedDiff {
  const found: DetailedDiff = {};
  response.getDetaileddiffMap().forEach((diff: PropertyDiff, path: string) => {
    found[path] = { kind: KINDS[diff.getKind()] ?? "update", inputDiff: diff.getInputdiff() };
  });
  return found;
}
