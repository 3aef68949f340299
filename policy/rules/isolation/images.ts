import type { Finding, Rule } from "../../rule.ts";
import { isUnknown, leaves, type Path } from "../../values.ts";

const SERVICE = "gcp:cloudrunv2/service:Service";

/** What runs in prod is what was verified: the same bytes, not the same name. */
export const IMAGE_DIGEST: Rule = {
  id: "image-digest",
  forbids: "Container images in prod that are named by a tag, or by nothing.",
  why: "A tag can be moved: what was verified in staging is then not what runs.",
  cure: "Name the image by its digest, as image@sha256:..., which bulkhead promote writes.",
  check: function* ({ type, props }, { environment }): Generator<Finding> {
    if (environment.kind !== "prod" || !type.startsWith("gcp:")) return;
    for (const { path, value } of leaves(props)) {
      if (typeof value !== "string" || value === path.at(-1) || isUnknown(value)) continue;
      const images = path.at(-1) === DECLARATION ? imagesIn(value) : [value];
      if (path.at(-1) !== DECLARATION && !isContainer(type, path)) continue;
      if (images.every((image) => /@sha256:[0-9a-f]{64}$/.test(image))) continue;
      yield { path, reason: "names an image without its digest" };
    }
  },
  fails: {
    type: SERVICE,
    props: { template: { containers: [{ image: "asia-docker.pkg.dev/acme-shop-prod/app:v1" }] } },
    stack: "prod",
  },
  passes: {
    type: SERVICE,
    props: {
      template: {
        containers: [{ image: `asia-docker.pkg.dev/acme-shop-prod/app@sha256:${"0".repeat(64)}` }],
      },
    },
    stack: "prod",
  },
};

/** The metadata by which a machine is told which containers it runs. */
const DECLARATION = "gce-container-declaration";

function imagesIn(text: string): readonly string[] {
  return [...text.matchAll(/\bimage["']?\s*:\s*["']?([^\s"',}]+)/g)].map(([, image = ""]) => image);
}

/** Whether a property names an image of containers, and not one of disks. */
function isContainer(type: string, path: Path): boolean {
  const key = path.findLast((step) => typeof step === "string");
  if (/^((sdkC|c)ontainerImage|dependencyImages)$/.test(String(key))) return true;
  if (key === "image") return !/^gcp:(backupdisasterrecovery|compute)\//.test(type);
  return key === "imageUri" && path.some((step) => /^(containerSpec|versions)$/.test(String(step)));
}
