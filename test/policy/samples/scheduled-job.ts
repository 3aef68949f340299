// A job that runs every night, started by the scheduler with an account of its own.
import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";

import { opts, project, region } from "./environment.ts";

const account = new gcp.serviceaccount.Account("nightly", { accountId: "nightly-job" }, opts);
const job = new gcp.cloudrunv2.Job(
  "nightly",
  {
    location: region,
    template: {
      template: {
        serviceAccount: account.email,
        maxRetries: 1,
        containers: [{ image: "gcr.io/google.com/cloudsdktool/cloud-sdk:slim", args: ["date"] }],
      },
    },
  },
  opts,
);
new gcp.cloudscheduler.Job(
  "nightly",
  {
    region,
    schedule: "0 3 * * *",
    timeZone: "Asia/Jakarta",
    httpTarget: {
      httpMethod: "POST",
      uri: pulumi.interpolate`https://run.googleapis.com/v2/projects/${project}/locations/${region}/jobs/${job.name}:run`,
      oauthToken: { serviceAccountEmail: account.email },
    },
  },
  opts,
);
