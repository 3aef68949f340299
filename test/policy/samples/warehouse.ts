// A data set with a table and a query that fills it every night.
import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";

import { opts, project, region } from "./environment.ts";

const account = new gcp.serviceaccount.Account("reports", { accountId: "nightly-reports" }, opts);
const shop = new gcp.bigquery.Dataset(
  "shop",
  { datasetId: "shop", location: region, description: "What the shop sold, by product" },
  opts,
);
const sales = new gcp.bigquery.Table(
  "sales",
  {
    datasetId: shop.datasetId,
    tableId: "sales",
    deletionProtection: false,
    timePartitioning: { type: "DAY" },
    schema: JSON.stringify([
      { name: "product", type: "STRING", mode: "REQUIRED" },
      { name: "amount", type: "NUMERIC", mode: "REQUIRED" },
    ]),
  },
  opts,
);
new gcp.bigquery.DataTransferConfig(
  "nightly",
  {
    displayName: "nightly sales",
    location: region,
    dataSourceId: "scheduled_query",
    schedule: "every day 03:00",
    destinationDatasetId: shop.datasetId,
    serviceAccountName: account.email,
    params: {
      query: pulumi.interpolate`SELECT product, SUM(amount) FROM \`${project}.${shop.datasetId}.${sales.tableId}\` GROUP BY 1`,
      write_disposition: "WRITE_TRUNCATE",
    },
  },
  opts,
);
new gcp.bigquery.DatasetIamMember(
  "reports",
  { datasetId: shop.datasetId, role: "roles/bigquery.dataEditor", member: account.member },
  opts,
);
