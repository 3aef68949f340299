/** The network of the environment that the base inputs describe. */
export const NETWORK = "projects/acme-dev-1a2b/global/networks/acme-dev";

/** Its encryption key. */
export const KEY =
  "projects/acme-dev-1a2b/locations/asia-southeast2/keyRings/acme-dev/cryptoKeys/acme-dev-data";

/** One of its service accounts. */
export const ACCOUNT = "acme-dev-web@acme-dev-1a2b.iam.gserviceaccount.com";

/** Its region. */
export const REGION = "asia-southeast2";

/** Labels as its resources carry them. */
export const LABELS = { environment: "dev", team: "web", cost_centre: "42" };

/** A conditional grant to its service account. */
export const GRANT = {
  member: `serviceAccount:${ACCOUNT}`,
  condition: {
    title: "until-june",
    expression: 'request.time < timestamp("2027-06-01T00:00:00Z")',
  },
};
