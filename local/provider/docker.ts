import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, readlinkSync, statSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import type { ControlPlane } from "../cloud/control-plane.ts";
import { isObject, plain, type Properties, type Property, UNKNOWN } from "./properties.ts";
import { type Answer, compare, keptByEngine, type Provider } from "./provider.ts";
import { fail, unknownInputs } from "./validate.ts";

const IMAGE = "docker:index/image:Image";
const REPOSITORY = "gcp:artifactregistry/repository:Repository";
const INPUTS = ["build", "buildOnPreview", "imageName", "registry", "skipPush"];

const OPEN: Property = UNKNOWN;

/** Where an image goes when its name holds no registry. */
const DOCKER_HUB = "docker.io";

/**
 * The docker provider's image, without a daemon: its digest follows from the files of the build context and
 * from how they are built, so that it changes when, and only when, the image would.
 * @param root folder from which relative build contexts are found
 */
export function docker(cloud: ControlPlane, root: string, version: string): Provider<null> {
  return {
    name: "docker",
    version,
    ...keptByEngine,
    check: ({ type, news }) => {
      requireImage(type);
      const failures = [...unknownInputs(news, INPUTS)];
      if (news["imageName"] === undefined) failures.push(fail("imageName", "is required: set it"));
      return { inputs: { ...news, build: withDigest(root, news["build"]) }, failures };
    },
    diff: ({ oldInputs, news }) => compare(oldInputs, news, false),
    create: (request) => Promise.resolve(built(cloud, request.news, request.preview)),
    update: ({ news, preview }) => Promise.resolve(built(cloud, news, preview).outputs),
  };
}

function requireImage(type: string): void {
  if (type !== IMAGE)
    throw new Error(
      `Resource type '${type}' is not simulated: the docker provider here has ${IMAGE} only.`,
    );
}

/** The build as the real provider completes it, with the digest by which it sees changed files. */
function withDigest(root: string, build: Property | undefined): Property {
  const given = isObject(build) ? build : {};
  const context: Property = given["context"] ?? ".";
  const dockerfile: Property = given["dockerfile"] ?? "Dockerfile";
  const complete: Properties = {
    ...given,
    context,
    dockerfile,
    platform: given["platform"] ?? "linux/amd64",
  };
  const readable = typeof context === "string" && typeof dockerfile === "string";
  const contextDigest = readable ? digestOf(resolve(root, context), dockerfile) : OPEN;
  return { ...complete, contextDigest };
}

function built(cloud: ControlPlane, inputs: Properties, preview: boolean): Answer {
  const { imageName = OPEN, build = {}, skipPush } = plain(inputs) as Properties;
  const { context = "", ...settings } = isObject(build) ? build : {};
  const { dockerfile = "", platform = "" } = settings;
  const outputs: Properties = {
    imageName,
    baseImageName: imageName,
    context,
    dockerfile,
    platform,
  };
  if (typeof imageName !== "string" || preview) {
    return { id: "", outputs: { ...outputs, registryServer: OPEN, repoDigest: OPEN } };
  }
  if (skipPush !== true) requireRepository(cloud, imageName);
  const digest = `sha256:${createHash("sha256").update(JSON.stringify(settings)).digest("hex")}`;
  const [host = ""] = imageName.split("/");
  const registryServer = /[.:]/.test(host) ? host : DOCKER_HUB;
  const repository = imageName.replace(/:[^:/]+$/, "");
  const repoDigest = skipPush === true ? digest : `${repository}@${digest}`;
  return { id: digest, outputs: { ...outputs, registryServer, repoDigest } };
}

/** A push to Artifact Registry fails when there is no such repository. */
function requireRepository(cloud: ControlPlane, imageName: string): void {
  const [, location, project, repository] =
    /^([\w-]+)-docker\.pkg\.dev\/([^/]+)\/([^/]+)\//.exec(imageName) ?? [];
  if (location === undefined || project === undefined || repository === undefined) return;
  const id = `projects/${project}/locations/${location}/repositories/${repository}`;
  if (!cloud.find(REPOSITORY, id))
    throw new Error(
      `error pushing image '${imageName}': name unknown: Repository "${repository}" not found. Let the image depend on its repository.`,
    );
}

function digestOf(context: string, dockerfile: string): string {
  const hash = createHash("sha256");
  const add = (path: string) => {
    const file = join(context, path);
    const mode = (statSync(file).mode & 0o111) !== 0 ? "x" : "-";
    hash.update(`${path}\0${mode}\0`).update(readFileSync(file));
  };
  try {
    for (const { path, isLink } of filesIn(context)) {
      if (isLink) hash.update(`${path}\0${readlinkSync(join(context, path))}\0`);
      else add(path);
    }
    add(dockerfile);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      `build.context: '${context}' with Dockerfile '${dockerfile}' cannot be read (${reason}). Give the path of a folder that holds both.`,
      { cause: error },
    );
  }
  return hash.digest("hex");
}

/** What of a build context reaches the build, in an order that does not depend on the disk. */
function filesIn(context: string): { path: string; isLink: boolean }[] {
  const ignored = ignoreRules(join(context, ".dockerignore"));
  return readdirSync(context, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => ({
      path: relative(context, join(entry.parentPath, entry.name)),
      isLink: entry.isSymbolicLink(),
    }))
    .filter(({ path }) => !ignored(path))
    .sort((one, other) => (one.path < other.path ? -1 : 1));
}

/** The last rule of a .dockerignore that fits a path decides; `!` brings a path back. */
function ignoreRules(file: string): (path: string) => boolean {
  const text = existsSync(file) ? readFileSync(file, "utf8") : "";
  const rules = text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => {
      const pattern = line.replace(/^!/, "").replace(/^\.?\/|\/$/g, "");
      const source = pattern
        .replace(/[.+^${}()|\\]/g, "\\$&")
        .replace(
          /\*\*\/|\*\*|\*|\?/g,
          (wild) => ({ "**/": "(.*/)?", "**": ".*", "*": "[^/]*" })[wild] ?? "[^/]",
        );
      return { ignores: !line.startsWith("!"), regex: new RegExp(`^${source}(/|$)`) };
    });
  return (path) => rules.findLast(({ regex }) => regex.test(path))?.ignores ?? false;
}
