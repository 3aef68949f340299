import { CONFIGURED } from "./case.ts";
import type { Row } from "./innocents.ts";

const BUCKET = "gcp:storage/bucket:Bucket";

/** What the guard is asked, and has nothing against. */
export const GUARD_INNOCENTS: readonly Row[] = [
  ["reads its own bucket", { does: "read", type: BUCKET, id: "acme-shop-staging-staging-uploads" }],
  ["reads a name like prod's", { does: "read", type: BUCKET, id: "acme-shop-production" }],
  [
    "imports its own",
    {
      does: "import",
      type: BUCKET,
      id: "acme-shop-staging/my-bucket",
      props: { name: "my-bucket", location: "asia-southeast2" },
    },
  ],
  [
    "calls about its own project",
    {
      does: "call",
      token: "gcp:projects/getProject:getProject",
      args: { filter: "id:acme-shop-staging" },
    },
  ],
  [
    "asks for a public image",
    {
      does: "call",
      token: "gcp:compute/getImage:getImage",
      args: { family: "debian-12", project: "debian-cloud" },
    },
  ],
  [
    "a certificate in plain text",
    {
      ...{ does: "hand over", type: "gcp:compute/sSLCertificate:SSLCertificate" },
      ...{ key: "certificate", as: "literal" },
      props: { certificate: "-----BEGIN CERTIFICATE-----", privateKey: CONFIGURED },
    },
  ],
  [
    "a profile that is secret as a whole for its password",
    {
      does: "hand over",
      type: "gcp:databasemigrationservice/connectionProfile:ConnectionProfile",
      ...{ key: "postgresql", as: "secret" },
      props: {
        connectionProfileId: "p",
        postgresql: { host: "10.20.8.3", port: 5432, username: "app", password: CONFIGURED },
      },
    },
  ],
  ["its own stack", { does: "refer", to: "organization/bulkhead/staging" }],
];
