// An application with Cloud SQL, its password generated and kept in Secret Manager.
import * as gcp from "@pulumi/gcp";
import * as random from "@pulumi/random";

import { opts, region } from "./environment.ts";

const instance = new gcp.sql.DatabaseInstance(
  "app",
  {
    region,
    databaseVersion: "POSTGRES_17",
    deletionProtection: false,
    settings: { tier: "db-f1-micro", backupConfiguration: { enabled: true } },
  },
  opts,
);
const database = new gcp.sql.Database("app", { instance: instance.name }, opts);
const password = new random.RandomPassword("app", { length: 32, special: false });
new gcp.sql.User("app", { instance: instance.name, password: password.result }, opts);
const account = new gcp.serviceaccount.Account("app", { accountId: "database-app" }, opts);
const secret = new gcp.secretmanager.Secret(
  "app",
  { secretId: "app-password", replication: { userManaged: { replicas: [{ location: region }] } } },
  opts,
);
const version = new gcp.secretmanager.SecretVersion(
  "app",
  { secret: secret.id, secretData: password.result },
  opts,
);
new gcp.secretmanager.SecretIamMember(
  "app",
  { secretId: secret.id, role: "roles/secretmanager.secretAccessor", member: account.member },
  opts,
);
new gcp.cloudrunv2.Service(
  "app",
  {
    location: region,
    template: {
      serviceAccount: account.email,
      volumes: [{ name: "cloudsql", cloudSqlInstance: { instances: [instance.connectionName] } }],
      containers: [
        {
          image: "us-docker.pkg.dev/cloudrun/container/hello",
          envs: [
            { name: "DB_NAME", value: database.name },
            {
              name: "DB_PASSWORD",
              valueSource: { secretKeyRef: { secret: secret.secretId, version: version.version } },
            },
          ],
          volumeMounts: [{ name: "cloudsql", mountPath: "/cloudsql" }],
        },
      ],
    },
  },
  opts,
);
