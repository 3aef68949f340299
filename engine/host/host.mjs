import { setImmediate } from "node:timers";

import grpc from "@grpc/grpc-js";
import services from "@pulumi/pulumi/proto/language_grpc_pb.js";
import messages from "@pulumi/pulumi/proto/language_pb.js";
import plugins from "@pulumi/pulumi/proto/plugin_pb.js";
import { version } from "@pulumi/pulumi/version.js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";

import { requiredPlugins } from "./packages.mjs";
import { execute, pluginCommand, programCommand, stopAll } from "./programs.mjs";

/** @typedef {import("./programs.mjs").Cancellable} Cancellable */

/** Exit code by which the program's runner says that the user has seen the error already. */
const ALREADY_REPORTED = 32;

/**
 * Serves the engine's LanguageRuntime protocol for Node programs and policy packs, on a free loopback
 * port. A program's output is this process's output; a plugin's is sent to the engine.
 *
 * @param {string} engine Address of the engine's own service, `host:port`.
 * @returns {Promise<number>} The port.
 */
export async function serve(engine) {
  const server = new grpc.Server();
  server.addService(services.LanguageRuntimeService, {
    ...answers(engine),
    runPlugin,
  });
  return new Promise((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
      if (error) reject(error);
      else resolve(port);
    });
  });
}

/** @param {string} engine */
function answers(engine) {
  return {
    handshake: unary(() => new messages.LanguageHandshakeResponse()),
    getPluginInfo: unary(() => new plugins.PluginInfo().setVersion(version)),
    about: unary(() =>
      new messages.AboutResponse().setExecutable(process.execPath).setVersion(process.version),
    ),
    getRequiredPackages: unary(
      /** @param {messages.GetRequiredPackagesRequest} request */
      (request) =>
        new messages.GetRequiredPackagesResponse().setPackagesList(
          requiredPlugins(directoryOf(request)).map(({ name, version, server }) =>
            new plugins.PackageDependency()
              .setKind("resource")
              .setName(name)
              .setVersion(version)
              .setServer(server),
          ),
        ),
    ),
    run: unary(
      /** @param {messages.RunRequest} request */
      async (request, call) =>
        verdict(await execute(programCommand(request, engine), call, "inherit")),
    ),
    cancel: unary(() => {
      stopAll();
      // The answer leaves first; the engine waits for this process to end.
      setImmediate(() => process.exit(0));
      return new empty.Empty();
    }),
  };
}

/** @param {number} code */
function verdict(code) {
  const response = new messages.RunResponse();
  if (code === 0) return response;
  if (code === ALREADY_REPORTED) return response.setBail(true);
  return response.setError(`Program exited with non-zero exit code: ${code}`);
}

/**
 * Answers with the plugin's output as it comes, then with its exit code.
 *
 * @type {grpc.handleServerStreamingCall<messages.RunPluginRequest, messages.RunPluginResponse>}
 */
function runPlugin(call) {
  const answer = () => new messages.RunPluginResponse();
  const output = {
    /** @param {Buffer} chunk */
    stdout: (chunk) => void call.write(answer().setStdout(chunk)),
    /** @param {Buffer} chunk */
    stderr: (chunk) => void call.write(answer().setStderr(chunk)),
  };
  Promise.resolve(call.request)
    .then((request) => execute(pluginCommand(request), call, output))
    .then(
      (code) => {
        call.write(answer().setExitcode(code));
        call.end();
      },
      (/** @type {unknown} */ error) => call.emit("error", failure(error)),
    );
}

/**
 * @template Q, A
 * @param {(request: Q, call: Cancellable) => A | Promise<A>} answer
 * @returns {grpc.handleUnaryCall<Q, A>}
 */
function unary(answer) {
  return (call, callback) => {
    Promise.resolve(call.request)
      .then((request) => answer(request, call))
      .then(
        (response) => {
          callback(null, response);
        },
        (/** @type {unknown} */ error) => {
          callback(failure(error));
        },
      );
  };
}

/** @param {unknown} error */
function failure(error) {
  return {
    code: grpc.status.UNKNOWN,
    details: error instanceof Error ? error.message : String(error),
  };
}

/** @param {{getInfo(): messages.ProgramInfo | undefined}} request */
function directoryOf(request) {
  return request.getInfo()?.getProgramDirectory() ?? process.cwd();
}
