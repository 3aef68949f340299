import { digest, digits } from "./clock.ts";
import { alreadyExists, inUse, notFound, OperationError } from "./errors.ts";
import type { Faults, Operation } from "./faults.ts";
import { type JsonObject, type Path, overlay, textAt } from "./json.ts";
import { GENERIC, KINDS, requireApi } from "./kinds.ts";
import type { Draft, Inventory, Kind, Link, Resource } from "./kind.ts";
import { fill, targets } from "./links.ts";
import { withoutSecrets } from "./secrets.ts";
import type { Changes, Store } from "./store.ts";

/** Which resources to list; every field narrows. */
export interface Filter {
  /** Type token. */
  readonly type?: string;
  readonly project?: string;
  /** Also what Google keeps after its owner deleted it, and names still reserved; default false. */
  readonly all?: boolean;
}

/** What a caller wants a resource to be. */
export interface Desired {
  /** The properties that the caller decides. */
  readonly properties: JsonObject;
  /** Where the properties, or what the cloud adds, must never be shown. */
  readonly secrets: readonly Path[];
  /** Values for whatever neither the caller nor the cloud decides. */
  readonly blanks: JsonObject;
}

/** What the store holds: resources, the counters of policies and clock, and numbers of projects. */
export type Entry = Resource | number | string;

const CLOCK = "clock";

/**
 * The simulated Google Cloud: resources, the rules between them, and the errors of Google's API. Every
 * method that changes something answers when the change is on disk.
 */
export class ControlPlane implements Inventory {
  readonly #store: Store<Entry>;
  readonly #faults: Faults;

  constructor(store: Store<Entry>, faults: Faults) {
    this.#store = store;
    this.#faults = faults;
  }

  /** @throws ApiError or OperationError in Google's words */
  async create(type: string, desired: Desired): Promise<Resource> {
    const kind = kindOf(type);
    const id =
      typeof kind.id === "string"
        ? fill(kind.id, desired.properties)
        : kind.id(desired.properties, this);
    return this.#run("create", type, id, () => {
      const holder = this.#get(type, id);
      const now = this.#now();
      const draft: Draft = {
        type,
        id,
        inventory: this,
        created: now,
        changed: now,
        status: "live",
        project: projectOf(id, desired.properties),
        generation: (holder?.generation ?? 0) + 1,
        properties: desired.properties,
        secrets: desired.secrets,
      };
      requireApi(draft);
      if (holder && blocks(kind, holder, now))
        throw kind.taken?.(draft, holder) ?? alreadyExists(id);
      return this.#write(kind, draft, desired);
    });
  }

  /** The resource as it is now, by its id or by the one it is imported by; nothing when it is gone. */
  async read(type: string, id: string): Promise<Resource | undefined> {
    this.#faults.before("read", type, id);
    await this.#faults.after("read", type, id);
    return this.find(type, id) ?? this.find(type, kindOf(type).imported?.(id, this) ?? id);
  }

  /** @throws ApiError 404 when it is gone, or what the change breaks */
  async update(type: string, id: string, desired: Desired): Promise<Resource> {
    return this.#run("update", type, id, () => {
      const before = this.find(type, id);
      if (!before) throw notFound(id);
      const { properties } = desired;
      const draft = { ...before, properties, changed: this.#now(), inventory: this };
      return this.#write(kindOf(type), draft, desired);
    });
  }

  /** Deletes as Google does; deleting what is gone succeeds. @throws what still uses it */
  async delete(type: string, id: string): Promise<void> {
    await this.#run("delete", type, id, () => {
      const resource = this.find(type, id);
      if (!resource) return { changes: new Map(), result: undefined };
      for (const [user, link] of this.#users(resource)) {
        if ((link.gone ?? "refuse") === "refuse" && user.status === "live") {
          throw link.inUse?.(resource, user) ?? inUse(resource, user);
        }
      }
      const blocked = kindOf(type).blocked?.(resource, this);
      if (blocked) throw blocked;
      return { changes: this.#deletion(resource), result: undefined };
    });
  }

  /** Takes a resource away by hand, past every protection, with what cannot exist without it. */
  async remove(type: string, id: string): Promise<boolean> {
    const resource = this.find(type, id);
    if (resource) await this.#store.commit(this.#deletion(resource));
    return resource !== undefined;
  }

  /** Lets time pass, for names that stay reserved after deletion. */
  async advance(seconds: number): Promise<void> {
    if (!(seconds >= 0))
      throw new Error(`seconds: '${seconds}' is no span of time. Give 0 or more.`);
    await this.#store.commit(new Map([[CLOCK, this.#now() + seconds]]));
  }

  /** Says which numbers projects have, by their ids; what is not said keeps the one it has. */
  async declareProjects(numbers: Readonly<Record<string, string>>): Promise<void> {
    const isNew = ([key, number]: [string, string]) => this.#store.get(key) !== number;
    const all = Object.entries(numbers).map(([id, number]): [string, string] => [
      numberKey(id),
      number,
    ]);
    if (all.some(isNew)) await this.#store.commit(new Map(all));
  }

  /** Empties the cloud and sets its clock back. */
  async reset(): Promise<void> {
    await this.#store.commit(new Map([...this.#store.entries()].map(([key]) => [key, null])));
  }

  /** Resources sorted by type and id. */
  list(filter: Filter = {}): Resource[] {
    return [...this.#resources(filter.type)]
      .filter((each) => filter.all === true || each.status === "live")
      .filter((each) => (filter.project ?? each.project) === each.project)
      .sort((one, other) => (key(one) < key(other) ? -1 : 1));
  }

  find(type: string, id: string): Resource | undefined {
    const found = this.#get(type, id);
    return !found || found.status === "deleted" ? undefined : this.#show(found);
  }

  known(type: string, id: string): boolean {
    return this.#get(type, id) !== undefined;
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

  async #run<T extends Resource | undefined>(
    operation: Operation,
    type: string,
    id: string,
    change: () => { changes: Changes<Entry>; result: T },
  ): Promise<T> {
    this.#faults.before(operation, type, id);
    const { changes, result } = change();
    await this.#store.commit(changes);
    await this.#faults.after(operation, type, id).catch((error: unknown) => {
      if (!(error instanceof OperationError)) throw error;
      throw new OperationError(error.message, result);
    });
    return result;
  }

  #write(kind: Kind, draft: Draft, { blanks, secrets }: Desired) {
    for (const link of kind.links ?? []) {
      for (const { name, id } of targets(KINDS, link, draft)) {
        if (id !== undefined && !this.find(link.to, id)) {
          throw link.missing?.(name) ?? notFound(id);
        }
      }
    }
    kind.check?.(draft);
    const known = overlay(blanks, kind.outputs?.(draft));
    const { type, id, project, generation, created, changed } = draft;
    const properties = overlay(known, draft.properties) as JsonObject;
    const stored: Resource = {
      ...{ type, id, project, generation, created, changed, properties, secrets },
      status: "live",
    };
    const changes = new Map<string, Entry | null>([[key(stored), stored]]);
    this.#touchPolicy(stored, changes);
    return { changes, result: this.#show(stored, 1) };
  }

  /** A resource with the etag of its policy as it will be after so many more writes. */
  #show(resource: Resource, writes = 0): Resource {
    const policy = kindOf(resource.type).policy?.(resource.properties);
    if (policy === undefined) return resource;
    const version = this.#count(`policy ${policy}`) + writes;
    const etag = Buffer.from(digest(`${policy} ${version}`, 11)).toString("base64");
    return { ...resource, properties: { ...resource.properties, etag } };
  }

  #deletion(resource: Resource): Map<string, Entry | null> {
    const kind = kindOf(resource.type);
    const status = kind.kept?.(resource.properties) ? "kept" : "deleted";
    const changes = new Map<string, Entry | null>();
    for (const each of [resource, ...this.#dependents(resource)]) {
      changes.set(key(each), null);
      this.#touchPolicy(each, changes);
    }
    return changes.set(key(resource), {
      ...withoutSecrets(resource),
      status,
      changed: this.#now(),
    });
  }

  #dependents(resource: Resource): Resource[] {
    return [...this.#users(resource)]
      .filter(([, link]) => link.gone === "cascade")
      .flatMap(([user]) => [user, ...this.#dependents(user)]);
  }

  /** Every resource, tombstones included, with the link by which it uses another. */
  *#users(resource: Resource): Generator<[Resource, Link]> {
    for (const [type, kind] of Object.entries(KINDS)) {
      for (const link of kind.links ?? []) {
        if (link.to !== resource.type) continue;
        for (const user of this.#resources(type)) {
          if (leadsTo(link, user, resource.id)) yield [user, link];
        }
      }
    }
  }

  *#resources(type?: string): Generator<Resource> {
    for (const [, entry] of this.#store.entries()) {
      if (typeof entry === "object" && (type ?? entry.type) === entry.type) yield entry;
    }
  }

  #get(type: string, id: string): Resource | undefined {
    const entry = this.#store.get(key({ type, id }));
    return typeof entry === "object" ? entry : undefined;
  }

  #count(name: string): number {
    return Number(this.#store.get(name) ?? 0);
  }

  #touchPolicy(resource: Resource, changes: Map<string, Entry | null>): void {
    const policy = kindOf(resource.type).policy?.(resource.properties);
    if (policy !== undefined) changes.set(`policy ${policy}`, this.#count(`policy ${policy}`) + 1);
  }

  #now(): number {
    return this.#count(CLOCK);
  }
}

function numberKey(project: string): string {
  return `project number ${project}`;
}

function leadsTo(link: Link, user: Resource, id: string): boolean {
  return targets(KINDS, link, user).some((target) => target.id === id);
}

function kindOf(type: string): Kind {
  return KINDS[type] ?? GENERIC;
}

/** Whether an id cannot be given again yet. */
function blocks(kind: Kind, holder: Resource, now: number): boolean {
  if (holder.status !== "deleted") return kind.existing !== "adopt";
  return now - holder.changed < (kind.reserved ?? 0);
}

function key(of: { readonly type: string; readonly id: string }): string {
  return `${of.type} ${of.id}`;
}

function projectOf(id: string, properties: JsonObject): string {
  return (
    textAt(properties, "project") || (/projects\/([^/]+)/.exec(decodeURIComponent(id))?.[1] ?? "")
  );
}
