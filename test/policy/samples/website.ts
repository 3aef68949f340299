// A static website behind a CDN. Its bucket is private: the CDN reads it with an account of Google's.
// (A public one, with objectViewer for allUsers, is a `public-principal` finding by design.)
import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";

import { opts, region } from "./environment.ts";

const site = new gcp.storage.Bucket(
  "site",
  {
    location: region,
    uniformBucketLevelAccess: true,
    website: { mainPageSuffix: "index.html", notFoundPage: "404.html" },
    cors: [{ origins: ["https://www.acme.example"], methods: ["GET"], maxAgeSeconds: 3600 }],
  },
  opts,
);
const backend = new gcp.compute.BackendBucket(
  "site",
  { bucketName: site.name, enableCdn: true, cdnPolicy: { defaultTtl: 3600 } },
  opts,
);
const number = new pulumi.Config("bulkhead").require("projectNumber");
new gcp.storage.BucketIAMMember(
  "site-cdn",
  {
    bucket: site.name,
    role: "roles/storage.objectViewer",
    member: `serviceAccount:service-${number}@cloud-cdn-fill.iam.gserviceaccount.com`,
  },
  opts,
);
const urls = new gcp.compute.URLMap("site", { defaultService: backend.selfLink }, opts);
const proxy = new gcp.compute.TargetHttpProxy("site", { urlMap: urls.id }, opts);
new gcp.compute.GlobalForwardingRule("site", { target: proxy.id, portRange: "80" }, opts);
