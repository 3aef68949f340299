import { digest, digits } from "./clock.ts";
import type { Inventory, Link, Resource } from "./kind.ts";
import { kindOf, KINDS } from "./kinds.ts";
import { targets } from "./links.ts";
import type { Store } from "./store.ts";

/** Which resources to list; every field narrows. */
export interface Filter {
  /** Type token. */
  readonly type?: string;
  readonly project?: string;
  /** Also what Google keeps after its owner deleted it, and names still reserved; default false. */
  readonly all?: boolean;
}

/** What the store holds: resources, the counters of policies and clock, and numbers of projects. */
export type Entry = Resource | number | string;

/** Key of the cloud's time in the store. */
export const CLOCK = "clock";

/** What there is in a cloud, as its store has it; nothing here changes anything. */
export class Records implements Inventory {
  readonly #store: Pick<Store<Entry>, "get" | "entries">;

  constructor(store: Pick<Store<Entry>, "get" | "entries">) {
    this.#store = store;
  }

  /** Resources sorted by type and id. */
  list(filter: Filter = {}): Resource[] {
    return [...this.#resources(filter.type)]
      .filter((each) => filter.all === true || each.status === "live")
      .filter((each) => (filter.project ?? each.project) === each.project)
      .sort((one, other) => (resourceKey(one) < resourceKey(other) ? -1 : 1));
  }

  find(type: string, id: string): Resource | undefined {
    const found = this.holder(type, id);
    return !found || found.status === "deleted" ? undefined : this.show(found);
  }

  known(type: string, id: string): boolean {
    return this.holder(type, id) !== undefined;
  }

  projectNumber(project: string): string {
    const declared = this.#store.get(numberKey(project));
    return typeof declared === "string" ? declared : digits(`project ${project}`, 12);
  }

  linking(type: string, target: { type: string; id: string }): Resource[] {
    const links = KINDS[type]?.links?.filter((link) => link.to === target.type) ?? [];
    return this.list({ type }).filter((each) =>
      links.some((link) => leadsTo(link, each, target.id)),
    );
  }

  /** What has an id, or had it last. */
  holder(type: string, id: string): Resource | undefined {
    const entry = this.#store.get(resourceKey({ type, id }));
    return typeof entry === "object" ? entry : undefined;
  }

  /** Every resource, tombstones included, with the link by which it uses another. */
  *users(resource: Resource): Generator<[Resource, Link]> {
    for (const [type, kind] of Object.entries(KINDS)) {
      for (const link of kind.links ?? []) {
        if (link.to !== resource.type) continue;
        for (const user of this.#resources(type)) {
          if (leadsTo(link, user, resource.id)) yield [user, link];
        }
      }
    }
  }

  /** A resource with the etag of its policy as it will be after so many more writes. */
  show(resource: Resource, writes = 0): Resource {
    const policy = kindOf(resource.type).policy?.(resource.properties);
    if (policy === undefined) return resource;
    const version = this.count(policyKey(policy)) + writes;
    const etag = Buffer.from(digest(`${policy} ${version}`, 11)).toString("base64");
    return { ...resource, properties: { ...resource.properties, etag } };
  }

  /** The counter under a key; 0 until it is first written. */
  count(key: string): number {
    return Number(this.#store.get(key) ?? 0);
  }

  /** Seconds on the cloud's clock. */
  now(): number {
    return this.count(CLOCK);
  }

  *#resources(type?: string): Generator<Resource> {
    for (const [, entry] of this.#store.entries()) {
      if (typeof entry === "object" && (type ?? entry.type) === entry.type) yield entry;
    }
  }
}

/** Key of a resource in the store. */
export function resourceKey(of: { readonly type: string; readonly id: string }): string {
  return `${of.type} ${of.id}`;
}

/** Key of a project's number in the store. */
export function numberKey(project: string): string {
  return `project number ${project}`;
}

/** Key under which the store counts the writes of a policy. */
export function policyKey(policy: string): string {
  return `policy ${policy}`;
}

function leadsTo(link: Link, user: Resource, id: string): boolean {
  return targets(KINDS, link, user).some((target) => target.id === id);
}
