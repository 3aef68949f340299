import type { Finding, Rule } from "../../rule.ts";
import { isUnknown, leaves } from "../../values.ts";

const SERVICE = "gcp:cloudrunv2/service:Service";

/** What runs in prod is what was verified: the same bytes, not the same name. */
export const IMAGE_DIGEST: Rule = {
  id: "image-digest",
  forbids: "Container images in prod that are named by a tag, or by nothing.",
  why: "A tag can be moved: what was verified in staging is then not what runs.",
  cure: "Name the image by its digest, as image@sha256:..., which bulkhead promote writes.",
  check: function* ({ type, props }, { environment }): Generator<Finding> {
    if (environment.kind !== "prod" || !type.startsWith("gcp:")) return;
    if (!/^gcp:(cloudrun|cloudrunv2|cloudfunctions|container|notebooks|dataflow)/.test(type))
      return;
    for (const { path, value } of leaves(props)) {
      if (path.at(-1) !== "image" || typeof value !== "string" || value === "image") continue;
      if (isUnknown(value) || /@sha256:[0-9a-f]{64}$/.test(value)) continue;
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
