import * as pulumi from "@pulumi/pulumi";
import { Image as DockerImage } from "@pulumi/docker/image.js";

import type { Registry } from "./registry.ts";
import type { ComponentArgs, Scope } from "./scope.ts";

export interface ImageArgs extends ComponentArgs {
  readonly registry: Registry;
  /** Folder of the Dockerfile, from the program's folder. */
  readonly context: string;
}

/**
 * The image that runs here, always by digest. Kinds that build make it from the sources; the others
 * run the digest that their stack file names, which was verified one stage before.
 */
export class Image extends pulumi.ComponentResource {
  /** `<registry>/app@sha256:...`; `undefined` until a first image was released to this environment. */
  readonly reference: pulumi.Output<string | undefined>;

  constructor(
    name: string,
    { environment, registry, context }: ImageArgs,
    opts: pulumi.ComponentResourceOptions,
  ) {
    super("bulkhead:components:Image", name, {}, opts);
    const scope = { environment, name, parent: this };
    const repository = pulumi.interpolate`${registry.url}/app`;

    this.reference = environment.profile.release.builds
      ? buildImage(scope, repository, context).repoDigest
      : releasedImage(scope, repository);
    this.registerOutputs({ reference: this.reference });
  }
}

function buildImage(
  { environment, name, parent }: Scope,
  repository: pulumi.Output<string>,
  context: string,
) {
  return new DockerImage(
    name,
    {
      imageName: pulumi.interpolate`${repository}:${environment.stack}`,
      build: { context, platform: "linux/amd64" },
    },
    { parent },
  );
}

function releasedImage({ environment }: Scope, repository: pulumi.Output<string>) {
  const { image } = environment.config;
  return image === undefined
    ? pulumi.output(undefined)
    : pulumi.interpolate`${repository}@${image}`;
}
