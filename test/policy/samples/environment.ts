import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";

const config = new pulumi.Config("bulkhead");

/** The environment in which every sample lives. */
export const project = config.require("project");
export const region = config.require("region");
export const zone = `${region}-a`;

/** What each resource of a sample is made with. */
export const opts = { provider: new gcp.Provider("google", { project, region }) };
