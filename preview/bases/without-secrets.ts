import { isMap, jsonOf, type Path } from "../../policy/values.ts";
import { isSecretPlace } from "../mask/places.ts";
import { MASK } from "../mask/marks.ts";
import { maskForms, maskText } from "../mask/text.ts";
import { bare, isSecret, reveal, rewrap, type Json } from "./encoding.ts";
import { keepsOf } from "./field-names.ts";
import type { KnownSecrets } from "./known.ts";
import { withoutOpaque } from "./packed.ts";
import { placeholderOf, type Keeps } from "./placeholder-of.ts";
import { HIDDEN_PART, mark, numberMark, opaqueMap } from "./placeholders.ts";
import { KEPT_FIELDS, PROPERTIES, type State, type StateResource } from "./state.ts";

/** Has every secret of a state looked for, before any text of it is handed on. */
export function learnSecrets(state: State, known: KnownSecrets): void {
  const visit = (value: unknown, keeps: Keeps): void => {
    if (isSecret(value)) known.add(bare(value), keeps);
    else if (typeof value === "object" && value !== null) {
      for (const [key, item] of Object.entries(value)) {
        // What of these is secret stands in the labels themselves; the rest everybody knows.
        if (!LABELS.includes(key)) visit(item, keeps);
      }
    }
  };
  for (const resource of resourcesOf(state)) visit(resource, keepsOf(resource.type));
}

function resourcesOf({ resources, pending_operations: pending = [] }: State) {
  return [...resources, ...pending.map(({ resource }) => resource)];
}

/** What a state is freed of its secrets with. */
export interface Freeing {
  readonly known: KnownSecrets;
  /** Texts that whoever reads a plan base has read elsewhere. */
  readonly published: readonly string[];
}

/** A state with a placeholder for each secret, and nothing in it that a plan does not need. */
export function withoutSecrets(state: State, { known, published }: Freeing): State {
  const open = new Set([...published, ...openTexts(state)]);
  const context: Context = {
    known,
    defaults: defaultLabels(state),
    isOpen: (text) => open.has(text) && known.hide(text) === text && maskText(text) === text,
  };
  const operations = state.pending_operations?.map(({ type, resource }) => ({
    type,
    resource: resourceWithout(resource, context),
  }));
  return {
    resources: state.resources.map((resource) => resourceWithout(resource, context)),
    ...(operations && operations.length > 0 && { pending_operations: operations }),
  };
}

/** What a resource is written with. */
interface Context {
  readonly known: KnownSecrets;
  /** The labels that each provider gives to what it makes, by the reference to it. */
  readonly defaults: ReadonlyMap<string, Json>;
  /** Whether a text may be kept where keys end up that should have been secrets. */
  readonly isOpen: (text: string) => boolean;
}

/** What the plan base says anyway, in places where nobody puts a secret. */
function openTexts(state: State): readonly string[] {
  const texts: string[] = [];
  const visit = (type: string, value: unknown, path: Path): void => {
    if (isSecret(value) || isNote(path)) return;
    if (typeof value === "string" && !isSecretPlace(type, path, value)) texts.push(value);
    if (typeof value !== "object" || value === null) return;
    for (const [key, item] of Object.entries(value)) {
      visit(type, item, [...path, Array.isArray(value) ? Number(key) : key]);
    }
  };
  for (const resource of resourcesOf(state)) {
    for (const side of PROPERTIES) visit(resource.type, resource[side], []);
  }
  return texts;
}

function defaultLabels({ resources }: State): ReadonlyMap<string, Json> {
  const providers = resources.flatMap(({ urn, id = "", inputs = {} }) => {
    const { defaultLabels: text } = inputs;
    const labels = typeof text === "string" ? jsonOf(text) : undefined;
    return isMap(labels) ? [[`${urn}::${id}`, labels] as const] : [];
  });
  return new Map(providers);
}

const NONE: ReadonlySet<string> = new Set();

function resourceWithout(resource: StateResource, context: Context): StateResource {
  const { known, defaults, isOpen } = context;
  const kept = Object.entries(resource).filter(([field]) => KEPT_FIELDS.has(field));
  const { type, id, importID, initErrors, provider = "" } = resource;
  const labels = defaults.get(provider) ?? {};
  const plain = new Set(plainTexts(resource.inputs));
  const said = { known, isOpen, labels };
  const properties = Object.fromEntries(
    PROPERTIES.flatMap((side) => {
      const given = resource[side];
      return given === undefined
        ? []
        : [[side, hideIn(type, given, { ...said, plain: side === "inputs" ? NONE : plain })]];
    }),
  ) as Pick<StateResource, (typeof PROPERTIES)[number]>;
  return {
    ...(Object.fromEntries(kept) as unknown as StateResource),
    ...(id !== undefined && { id: known.hide(id) }),
    ...(importID !== undefined && { importID: known.hide(importID) }),
    // That there are some makes the next update try again; what they say is nobody's business.
    ...(initErrors && initErrors.length > 0 && { initErrors: initErrors.map(() => "not kept") }),
    ...properties,
  };
}

/** What properties are hidden with. */
interface HidingIn extends Pick<Context, "known" | "isOpen"> {
  /** What its provider labels the resource with. */
  readonly labels: Json;
  /** Texts among the inputs that nobody calls secret. */
  readonly plain: ReadonlySet<string>;
}

function plainTexts(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null || isSecret(value)) return [];
  return Object.values(value).flatMap(plainTexts);
}

/** The properties of a resource, inputs or outputs. */
function hideIn(type: string, properties: Json, hiding: HidingIn): Json {
  const { known, labels, plain, isOpen } = hiding;
  const isPlain = (text: string) => plain.has(text);
  const hidden = map(properties, { type, path: [], known, isPlain, isOpen });
  const said = LABELS.flatMap((name) => {
    const secret = properties[name];
    if (!isSecret(secret)) return [];
    const own = { ...labels, ...asMap(bare(hidden["labels"])) };
    return [[name, rewrap(secret, labelsOf(secret, own))]];
  });
  return { ...hidden, ...(Object.fromEntries(said) as Json) };
}

function asMap(value: unknown): Json {
  return isMap(value) ? value : {};
}

/** Where the provider says labels again, and calls them secret whatever they are. */
const LABELS = ["effectiveLabels", "pulumiLabels"];

/** The one label that the provider adds by itself. */
const ATTRIBUTION = "goog-pulumi-provisioned";

/**
 * Labels as the provider would say them again of those that the plan base has: otherwise it saw a
 * change where there is none. What others have put on the resource is left out; no plan touches it.
 */
function labelsOf(secret: Json, own: Json): Json {
  const said = asMap(bare(secret));
  return { ...(ATTRIBUTION in said && { [ATTRIBUTION]: said[ATTRIBUTION] }), ...own };
}

/** Where a value stands. */
interface Place extends Pick<Context, "known" | "isOpen"> {
  readonly type: string;
  readonly path: Path;
  /** How what stands beside it is called, as a variable is. */
  readonly name?: unknown;
  /** Whether a text stands in plain sight among the inputs, for a secret among the outputs. */
  readonly isPlain: (text: string) => boolean;
}

function one(value: unknown, place: Place): unknown {
  const { type, path, known } = place;
  if (isSecret(value)) {
    const replacing = { known, keeps: keepsOf(type), isPlain: place.isPlain };
    return rewrap(value, placeholderOf(reveal(value), replacing));
  }
  if (Array.isArray(value)) {
    return value.map((item, at) => one(item, { ...place, path: [...path, at] }));
  }
  if (isMap(value)) {
    const isTelling = Object.keys(value).some((key) => known.hide(key) !== key);
    return isTelling ? opaqueMap(known.numberOf(value)) : map(value, place);
  }
  const isHidden =
    value !== "" && !isNote(path) && isSecretPlace(type, path, value) && !isKept(value, place);
  if (typeof value === "number") return isHidden ? numberMark(known.numberOf(value)) : value;
  if (typeof value !== "string") return value;
  if (isHidden) return mark(known.numberOf(value));
  const swept = known.hide(value);
  if (isNote(path) || known.has(value)) return swept;
  const stand = (run: string) => mark(known.numberOf(run));
  return withoutOpaque(maskForms(swept).replaceAll(MASK, HIDDEN_PART), stand);
}

/** What everybody may know is kept where no name calls it secret, so that it can be compared. */
function isKept(value: unknown, { path, name, isOpen }: Place): boolean {
  if (typeof value !== "string" || !isOpen(value)) return false;
  const names = [...path, name].filter((step) => typeof step === "string");
  return !names.some((step) => isSecretPlace("", [step], value));
}

function map(value: Json, place: Place): Json {
  const { name } = value;
  const entries = Object.entries(value).map(([key, item]) => [
    key,
    one(item, { ...place, path: [...place.path, key], name }),
  ]);
  return Object.fromEntries(entries) as Json;
}

/** What engine and provider keep for themselves: names of properties, versions of schemas. */
function isNote(path: Path): boolean {
  return path.some((step) => typeof step === "string" && step.startsWith("__"));
}
