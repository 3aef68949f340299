import assert from "node:assert/strict";

import { record, type Recording } from "./recorder.ts";

const REPOSITORY = "gcp:artifactregistry/repository:Repository";
const IMAGE = "docker:index/image:Image";
const DIGEST = `sha256:${"5e".repeat(32)}`;

describe("the registry and the image", () => {
  let dev: Recording;
  let prod: Recording;

  before(async () => {
    [dev, prod] = [await record("dev"), await record("prod")];
  });

  it("keep what a rollback may need, and tags of released images never move", () => {
    assert.deepEqual(prod.find(REPOSITORY, "registry").inputs, {
      project: "acme-shop-prod",
      location: "asia-southeast2",
      repositoryId: "prod-images",
      format: "DOCKER",
      dockerConfig: { immutableTags: true },
      cleanupPolicies: [
        { id: "keep-newest", action: "KEEP", mostRecentVersions: { keepCount: 100 } },
        { id: "delete-old", action: "DELETE", condition: { olderThan: "2592000s" } },
      ],
    });
  });

  it("build the image where the kind builds, into the environment's own registry", () => {
    assert.deepEqual(dev.find(REPOSITORY, "registry").inputs["dockerConfig"], {
      immutableTags: false,
    });
    const { imageName, build } = dev.find(IMAGE, "image").inputs;
    assert.equal(imageName, "asia-southeast2-docker.pkg.dev/acme-shop-dev/dev-images/app:dev");
    assert.deepEqual(build, { context: "./app", platform: "linux/amd64" });
    assert.equal(dev.outputs["imageReference"], "registry/app@sha256:built");
  });

  it("build nothing in prod, which runs the digest of its stack file", async () => {
    const released = await record("prod", { "bulkhead:image": DIGEST });
    assert.deepEqual([...prod.ofType(IMAGE), ...released.ofType(IMAGE)], []);
    assert.equal(
      released.outputs["imageReference"],
      `asia-southeast2-docker.pkg.dev/acme-shop-prod/prod-images/app@${DIGEST}`,
    );
  });

  it("say so where no image was released yet", () => {
    assert.equal(prod.outputs["imageReference"], "none yet");
  });
});
