import * as pulumi from "@pulumi/pulumi";
import { Repository } from "@pulumi/gcp/artifactregistry/repository.js";

import { nameOf } from "../environment/names.ts";
import type { ComponentArgs, Scope } from "./scope.ts";

/**
 * The environment's own image registry: no environment pulls from another's. Where images are
 * released to, a tag never moves; the newest versions are kept for rollbacks.
 */
export class Registry extends pulumi.ComponentResource {
  /** Where images are pushed to and pulled from: `<region>-docker.pkg.dev/<project>/<repository>`. */
  readonly url: pulumi.Output<string>;

  constructor(name: string, { environment }: ComponentArgs, opts: pulumi.ComponentResourceOptions) {
    super("bulkhead:components:Registry", name, {}, opts);

    const repository = createRepository({ environment, name, parent: this });

    const { region, project } = environment;
    this.url = pulumi.interpolate`${region}-docker.pkg.dev/${project}/${repository.repositoryId}`;
    this.registerOutputs({ url: this.url });
  }
}

function createRepository({ environment, name, parent }: Scope): Repository {
  const { builds, imagesKept } = environment.profile.release;
  return new Repository(
    name,
    {
      project: environment.project,
      location: environment.region,
      repositoryId: nameOf(environment, "repository", "images"),
      format: "DOCKER",
      dockerConfig: { immutableTags: !builds },
      cleanupPolicies: [
        { id: "keep-newest", action: "KEEP", mostRecentVersions: { keepCount: imagesKept } },
        { id: "delete-old", action: "DELETE", condition: { olderThan: `${30 * 24 * 3600}s` } },
      ],
    },
    { parent },
  );
}
