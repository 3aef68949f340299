import { randomBytes, randomInt } from "node:crypto";
import { mapValues, plain, type Properties, type Property, Secret, UNKNOWN } from "./properties.ts";
import { compare, type Answer, type Provider } from "./provider.ts";
import type { Failure } from "./validate.ts";

/** Characters by class, in the order of Terraform's random provider. */
const CLASSES = [
  { name: "lower", minimum: "minLower", characters: "abcdefghijklmnopqrstuvwxyz" },
  { name: "upper", minimum: "minUpper", characters: "ABCDEFGHIJKLMNOPQRSTUVWXYZ" },
  { name: "numeric", minimum: "minNumeric", characters: "0123456789" },
  { name: "special", minimum: "minSpecial", characters: "!@#$%&*()-_=+[]{}<>:?" },
] as const;

/** One type: its inputs with their defaults (null: none), and how its value is made from them. */
interface Kind {
  readonly required: "length" | "byteLength";
  readonly defaults: Properties;
  /** What only the generator knows; unknown in a preview. */
  readonly generated: readonly string[];
  readonly make: (inputs: Properties) => Answer;
}

const TEXT_DEFAULTS: Properties = {
  ...{ length: null, keepers: null, overrideSpecial: null },
  ...{ lower: true, upper: true, special: true, numeric: true, number: true },
  ...{ minLower: 0, minUpper: 0, minNumeric: 0, minSpecial: 0 },
};

const PASSWORD = textKind((result) => ({ id: "none", outputs: { result: new Secret(result) } }));
const STRING = textKind((result) => ({ id: result, outputs: { result } }));
const ID: Kind = {
  required: "byteLength",
  defaults: { byteLength: null, keepers: null, prefix: null },
  generated: ["b64Std", "b64Url", "dec", "hex"],
  make: ({ byteLength, prefix }) => describeBytes(randomBytes(Number(byteLength)), text(prefix)),
};

const KINDS: Readonly<Record<string, Kind>> = {
  "random:index/randomPassword:RandomPassword": PASSWORD,
  "random:index/randomString:RandomString": STRING,
  "random:index/randomId:RandomId": ID,
};

/**
 * The random provider: strong values, made once. They live in the engine's state alone, so this keeps
 * nothing and reads back what it is given.
 */
export function random(version: string): Provider<null> {
  return {
    name: "random",
    version,
    checkSettings: () => [],
    configure: () => null,
    check: ({ type, news }) => ({ inputs: news, failures: failures(kindOf(type), news) }),
    diff: ({ type, oldInputs, news }) => {
      const { defaults } = kindOf(type);
      return compare({ ...defaults, ...oldInputs }, { ...defaults, ...news }, true);
    },
    create: ({ type, news, preview }) => {
      const kind = kindOf(type);
      if (!preview)
        return Promise.resolve(
          complete(kind, news, kind.make(plain({ ...kind.defaults, ...news }) as Properties)),
        );
      const outputs = Object.fromEntries(kind.generated.map((name) => [name, UNKNOWN]));
      return Promise.resolve(
        complete(kind, news, { id: "", outputs: { ...outputs, id: UNKNOWN } }),
      );
    },
    read: ({ type, id, oldInputs, oldState }) =>
      Object.keys(oldState).length > 0
        ? Promise.resolve({ id, outputs: oldState, inputs: oldInputs })
        : Promise.reject(
            new Error(
              `${type} cannot be imported: nothing but the engine's state holds its value. Let it be made anew.`,
            ),
          ),
    update: ({ oldState }) => Promise.resolve(oldState),
    delete: () => Promise.resolve(),
  };
}

function complete({ defaults }: Kind, inputs: Properties, { id, outputs }: Answer): Answer {
  const given = mapValues({ ...defaults, ...inputs }, (value) => value ?? undefined);
  return { id, outputs: { id, ...given, ...outputs } };
}

function kindOf(type: string): Kind {
  const kind = KINDS[type];
  if (kind) return kind;
  throw new Error(
    `Resource type '${type}' is not simulated. Use one of ${Object.keys(KINDS).join(", ")}, or run against the real provider.`,
  );
}

function textKind(describe: (result: string) => Answer): Kind {
  return {
    required: "length",
    defaults: TEXT_DEFAULTS,
    generated: ["result"],
    make: (inputs) => describe(makeText(inputs)),
  };
}

function failures({ required, defaults }: Kind, news: Properties): Failure[] {
  const inputs = plain({ ...defaults, ...news }) as Properties;
  const found = Object.keys(news)
    .filter((name) => !(name in defaults))
    .map((name) => ({
      property: name,
      reason: "is no property of this type: remove it or correct its name",
    }));
  const size = inputs[required];
  if (size === null)
    found.push({ property: required, reason: `Missing required property '${required}'` });
  if (size === UNKNOWN || size === null || !("minLower" in defaults)) return found;
  const least = CLASSES.reduce((sum, { minimum }) => sum + Number(inputs[minimum]), 0);
  const reason = (wanted: string) =>
    `Invalid Attribute Value. Attribute length value must be at least ${wanted}, got: ${Number(size)}.`;
  if (Number(size) < 1) found.push({ property: "length", reason: reason("1") });
  else if (Number(size) < least)
    found.push({
      property: "length",
      reason: reason("sum of min_upper + min_lower + min_numeric + min_special"),
    });
  if (CLASSES.every(({ name }) => inputs[name] === false)) {
    found.push({
      property: "special",
      reason:
        "Invalid Attribute Combination. At least one attribute out of [special,upper,lower,numeric] must be specified as true.",
    });
  }
  return found;
}

function makeText(inputs: Properties): string {
  const allowed = CLASSES.filter(({ name }) => inputs[name] !== false).map((each) => ({
    least: Number(inputs[each.minimum] ?? 0),
    characters: (each.name === "special" && text(inputs["overrideSpecial"])) || each.characters,
  }));
  const all = allowed.map(({ characters }) => characters).join("");
  const chosen = allowed.flatMap(({ least, characters }) =>
    Array.from({ length: least }, () => pick(characters)),
  );
  while (chosen.length < Number(inputs["length"])) chosen.push(pick(all));
  for (let last = chosen.length - 1; last > 0; last -= 1) {
    const other = randomInt(last + 1);
    [chosen[last], chosen[other]] = [chosen[other] ?? "", chosen[last] ?? ""];
  }
  return chosen.join("");
}

function describeBytes(bytes: Buffer, prefix: string): Answer {
  const hex = bytes.toString("hex");
  const id = bytes.toString("base64url");
  return {
    id,
    outputs: {
      b64Std: prefix + bytes.toString("base64"),
      b64Url: prefix + id,
      dec: prefix + BigInt(`0x${hex === "" ? "0" : hex}`).toString(),
      hex: prefix + hex,
    },
  };
}

function pick(characters: string): string {
  return characters.charAt(randomInt(characters.length));
}

function text(value: Property | undefined): string {
  return typeof value === "string" ? value : "";
}
