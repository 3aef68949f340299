import { isUnknown, leaves, type Path } from "./values.ts";

/** A text that says where something of Google's lies, and in whose project. */
export interface Place {
  readonly path: Path;
  readonly project: string;
  /** Names of its collections and what is in them, in order: `global`, `networks`, `main`. */
  readonly steps: readonly string[];
}

/** A whole text that is a resource path, a self link or a full name; `_` stands for no project. */
const RESOURCE =
  /^(?:https?:\/\/[^/\s]+\/(?:[^\s]*\/)??|\/\/[^/\s]+\/|[a-z0-9-]+\.googleapis\.com\/)?projects\/([^/\s]+)\/([^\s?#]+)$/;

/** Every resource path among the properties of a resource. */
export function* placesIn(props: unknown): Generator<Place> {
  for (const { path, value } of leaves(props)) {
    if (typeof value !== "string" || !value.includes("projects/") || isUnknown(value)) continue;
    const [, project = "_", rest = ""] = RESOURCE.exec(value) ?? [];
    if (project !== "_" && project !== "-") yield { path, project, steps: rest.split("/") };
  }
}

/** A property that names a project, and nothing in it. */
export interface NamedProject {
  readonly path: Path;
  readonly project: string;
}

const NAMES_PROJECT =
  /project(s|id|ids|number|numbers|idornum|allowlists?)?$|^(consumer|producer)(accept|reject)lists?$/i;

/** Every project that a property below the first level names; the resource's own is another's business. */
export function* projectsIn(props: unknown): Generator<NamedProject> {
  for (const { path, value } of leaves(props)) {
    const key = path.findLast((step) => typeof step === "string");
    if (path.length < 2 || typeof key !== "string" || !NAMES_PROJECT.test(key)) continue;
    const isText = typeof value === "string" || typeof value === "number";
    if (!isText || value === key || value === "" || isUnknown(value)) continue;
    yield { path, project: String(value).replace(/^projects\//, "") };
  }
}

/** Projects that Google keeps for everybody to read. */
export function isPublicProject(project: string): boolean {
  return /-public-data$|^(debian|ubuntu-os|cos|centos|rocky-linux|rhel|suse|windows|fedora-coreos)(-sql)?-cloud$|^(deeplearning-platform-release|gke-node-images|gke-windows-node-images|ubuntu-os-gke-cloud|confidential-vm-images)$/.test(
    project,
  );
}
