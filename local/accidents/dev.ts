import "../../policy/guard.ts";

import { DatabaseInstance } from "@pulumi/gcp/sql/databaseInstance.js";

import { environmentProvider } from "../../components/provider.ts";
import { loadEnvironment } from "../../environment/load.ts";
import { nameOf } from "../../environment/names.ts";
import { production } from "./production.ts";

const { environment } = loadEnvironment();
const prod = production();
const opts = { provider: environmentProvider(environment) };

const instance = `projects/${prod.project}/instances/${nameOf(prod, "database", "main")}`;
const database = DatabaseInstance.get("database", instance, {}, opts);

/** Where a report for developers would be made from. */
export const source = database.connectionName;
