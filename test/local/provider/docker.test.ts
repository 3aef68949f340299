import assert from "node:assert/strict";
import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ControlPlane } from "../../../local/cloud/control-plane.ts";
import { Faults } from "../../../local/cloud/faults.ts";
import type { Entry } from "../../../local/cloud/records.ts";
import { Store } from "../../../local/cloud/store.ts";
import { docker } from "../../../local/provider/docker.ts";
import {
  hasUnknown,
  isObject,
  type Properties,
  UNKNOWN,
} from "../../../local/provider/properties.ts";
import type { Provider } from "../../../local/provider/provider.ts";
import { temporaryFolder } from "../engine.ts";
import { requestOf } from "./request.ts";

const IMAGE = "docker:index/image:Image";
const NAME = "registry.example.com/team/app:v1";

describe("the docker image", () => {
  let dir: string;
  let clean: () => Promise<void>;
  let store: Store<Entry>;
  let provider: Provider<null>;
  const write = (path: string, content: string) => writeFile(join(dir, "app", path), content);
  const inputs = (news: Properties = {}) =>
    provider.check(
      requestOf(IMAGE, { news: { imageName: NAME, build: { context: "app" }, ...news } }),
    ).inputs;
  const digest = () => {
    const { build } = inputs();
    return isObject(build) ? build["contextDigest"] : undefined;
  };
  const build = (news: Properties) => provider.create(requestOf(IMAGE, { news: inputs(news) }));

  beforeEach(async () => {
    ({ dir, clean } = await temporaryFolder());
    store = await Store.open<Entry>(join(dir, "data"));
    const cloud = new ControlPlane(store, new Faults(() => undefined));
    provider = docker(cloud, dir, "1.0.0");
    await mkdir(join(dir, "app/node_modules/x"), { recursive: true });
    await write("Dockerfile", "FROM node:22\n");
    await write("server.js", "listen();\n");
    await write(".dockerignore", "# comment\nnode_modules\n*.log\n!keep.log\n**/*.tmp\n");
  });
  afterEach(async () => {
    await store.close();
    await clean();
  });

  it("has a digest that follows from the files alone", async () => {
    const before = digest();
    assert.ok(typeof before === "string");
    assert.match(before, /^[0-9a-f]{64}$/);
    assert.equal(digest(), before);
    const seen = new Set<unknown>([before]);
    for (const change of [
      () => write("server.js", "listen(8080);\n"),
      () => write("Dockerfile", "FROM node:24\n"),
      () => write("keep.log", ""),
      () => chmod(join(dir, "app/server.js"), 0o755),
    ]) {
      await change();
      seen.add(digest());
    }
    assert.equal(seen.size, 5);
  });

  it("does not see files that .dockerignore leaves out", async () => {
    const before = digest();
    await write("node_modules/x/index.js", "x");
    await write("debug.log", "x");
    await write("node_modules/a.tmp", "x");
    assert.equal(digest(), before);
  });

  it("is named by its digest once pushed, and by its id alone when not", async () => {
    const pushed = await build({});
    assert.equal(pushed.outputs["repoDigest"], `registry.example.com/team/app@${pushed.id}`);
    assert.equal(pushed.outputs["registryServer"], "registry.example.com");
    const local = await build({ skipPush: true });
    assert.equal(local.outputs["repoDigest"], local.id);
    assert.equal((await build({ imageName: "app" })).outputs["registryServer"], "docker.io");
  });

  it("changes in place when a file does, and not otherwise", async () => {
    const oldInputs = inputs();
    assert.equal(provider.diff(requestOf(IMAGE, { oldInputs, news: inputs() })).changes, false);
    await write("server.js", "listen(8080);\n");
    const { changes, replaces } = provider.diff(requestOf(IMAGE, { oldInputs, news: inputs() }));
    assert.deepEqual([changes, replaces], [true, []]);
  });

  it("does not know its digest in a preview, nor before its name is known", async () => {
    for (const [imageName, preview] of [
      [NAME, true],
      [UNKNOWN, true],
    ] as const) {
      const news = inputs({ imageName });
      const { outputs } = await provider.create(requestOf(IMAGE, { news, preview }));
      assert.ok(hasUnknown(outputs["repoDigest"] ?? null));
    }
  });

  it("fails to push where Artifact Registry has no such repository", async () => {
    const imageName = "asia-southeast2-docker.pkg.dev/shop-dev/images/app:v1";
    await assert.rejects(
      async () => build({ imageName }),
      /name unknown: Repository "images" not found/,
    );
  });

  it("refuses a context that cannot be read, other properties and other types", () => {
    assert.throws(
      () => inputs({ build: { context: "nowhere" } }),
      /build\.context: '.*nowhere' with Dockerfile 'Dockerfile' cannot be read/,
    );
    const news = { build: { context: "app" }, colour: "red" };
    const failures = provider.check(requestOf(IMAGE, { news })).failures;
    assert.deepEqual(
      failures.map(({ property }) => property),
      ["colour", "imageName"],
    );
    assert.throws(
      () => provider.check(requestOf("docker:index/container:Container")),
      /is not simulated/,
    );
  });
});
