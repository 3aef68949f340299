import { alreadyExists, inUse, notFound, OperationError } from "./errors.ts";
import type { Faults, Operation } from "./faults.ts";
import { type JsonObject, type Path, overlay, textAt } from "./json.ts";
import { kindOf, KINDS, requireApi } from "./kinds.ts";
import type { Draft, Kind, Resource } from "./kind.ts";
import { fill, targets } from "./links.ts";
import {
  CLOCK,
  type Entry,
  type Filter,
  numberKey,
  policyKey,
  Records,
  resourceKey,
} from "./records.ts";
import { withoutSecrets } from "./secrets.ts";
import type { Changes, Store } from "./store.ts";

/** What a caller wants a resource to be. */
export interface Desired {
  /** The properties that the caller decides. */
  readonly properties: JsonObject;
  /** Where the properties, or what the cloud adds, must never be shown. */
  readonly secrets: readonly Path[];
  /** Values for whatever neither the caller nor the cloud decides. */
  readonly blanks: JsonObject;
}

/**
 * The simulated Google Cloud: resources, the rules between them, and the errors of Google's API. Every
 * method that changes something answers when the change is on disk.
 */
export class ControlPlane {
  readonly #store: Store<Entry>;
  readonly #records: Records;
  readonly #faults: Faults;

  constructor(store: Store<Entry>, faults: Faults) {
    this.#store = store;
    this.#records = new Records(store);
    this.#faults = faults;
  }

  /** @throws ApiError or OperationError in Google's words */
  async create(type: string, desired: Desired): Promise<Resource> {
    const kind = kindOf(type);
    const id =
      typeof kind.id === "string"
        ? fill(kind.id, desired.properties)
        : kind.id(desired.properties, this.#records);
    return this.#run("create", type, id, () => {
      const holder = this.#records.holder(type, id);
      const now = this.#records.now();
      const draft: Draft = {
        type,
        id,
        inventory: this.#records,
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
    const imported = () => kindOf(type).imported?.(id, this.#records) ?? id;
    return this.find(type, id) ?? this.find(type, imported());
  }

  /** @throws ApiError 404 when it is gone, or what the change breaks */
  async update(type: string, id: string, desired: Desired): Promise<Resource> {
    return this.#run("update", type, id, () => {
      const before = this.find(type, id);
      if (!before) throw notFound(id);
      const { properties } = desired;
      const changed = this.#records.now();
      const draft = { ...before, properties, changed, inventory: this.#records };
      return this.#write(kindOf(type), draft, desired);
    });
  }

  /** Deletes as Google does; deleting what is gone succeeds. @throws what still uses it */
  async delete(type: string, id: string): Promise<void> {
    await this.#run("delete", type, id, () => {
      const resource = this.find(type, id);
      if (!resource) return { changes: new Map(), result: undefined };
      for (const [user, link] of this.#records.users(resource)) {
        if ((link.gone ?? "refuse") === "refuse" && user.status === "live") {
          throw link.inUse?.(resource, user) ?? inUse(resource, user);
        }
      }
      const blocked = kindOf(type).blocked?.(resource, this.#records);
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
    await this.#store.commit(new Map([[CLOCK, this.#records.now() + seconds]]));
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
  list(filter?: Filter): Resource[] {
    return this.#records.list(filter);
  }

  /** The resource that Google still has under an id. */
  find(type: string, id: string): Resource | undefined {
    return this.#records.find(type, id);
  }

  /** The number of a project: the declared one, else one that depends on its id alone. */
  projectNumber(project: string): string {
    return this.#records.projectNumber(project);
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
    const changes = new Map<string, Entry | null>([[resourceKey(stored), stored]]);
    this.#touchPolicy(stored, changes);
    return { changes, result: this.#records.show(stored, 1) };
  }

  #deletion(resource: Resource): Map<string, Entry | null> {
    const kind = kindOf(resource.type);
    const status = kind.kept?.(resource.properties) ? "kept" : "deleted";
    const changes = new Map<string, Entry | null>();
    for (const each of [resource, ...this.#dependents(resource)]) {
      changes.set(resourceKey(each), null);
      this.#touchPolicy(each, changes);
    }
    return changes.set(resourceKey(resource), {
      ...withoutSecrets(resource),
      status,
      changed: this.#records.now(),
    });
  }

  #dependents(resource: Resource): Resource[] {
    return [...this.#records.users(resource)]
      .filter(([, link]) => link.gone === "cascade")
      .flatMap(([user]) => [user, ...this.#dependents(user)]);
  }

  #touchPolicy(resource: Resource, changes: Map<string, Entry | null>): void {
    const policy = kindOf(resource.type).policy?.(resource.properties);
    if (policy === undefined) return;
    const key = policyKey(policy);
    changes.set(key, this.#records.count(key) + 1);
  }
}

/** Whether an id cannot be given again yet. */
function blocks(kind: Kind, holder: Resource, now: number): boolean {
  if (holder.status !== "deleted") return kind.existing !== "adopt";
  return now - holder.changed < (kind.reserved ?? 0);
}

function projectOf(id: string, properties: JsonObject): string {
  return (
    textAt(properties, "project") || (/projects\/([^/]+)/.exec(decodeURIComponent(id))?.[1] ?? "")
  );
}
