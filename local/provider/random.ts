import { randomInt } from "node:crypto";
import { mapValues, plain, type Properties, Secret, UNKNOWN } from "./properties.ts";
import { compare, keptByEngine, type Provider } from "./provider.ts";
import { unknownInputs, type Failure } from "./validate.ts";

const PASSWORD = "random:index/randomPassword:RandomPassword";

/** Characters by class, in the order of Terraform's random provider. */
const CLASSES = [
  { name: "lower", minimum: "minLower", characters: "abcdefghijklmnopqrstuvwxyz" },
  { name: "upper", minimum: "minUpper", characters: "ABCDEFGHIJKLMNOPQRSTUVWXYZ" },
  { name: "numeric", minimum: "minNumeric", characters: "0123456789" },
  { name: "special", minimum: "minSpecial", characters: "!@#$%&*()-_=+[]{}<>:?" },
] as const;

/** Inputs of a password; null where there is no default. */
const DEFAULTS: Properties = {
  ...{ length: null, keepers: null, overrideSpecial: null },
  ...{ lower: true, upper: true, special: true, numeric: true, number: true },
  ...{ minLower: 0, minUpper: 0, minNumeric: 0, minSpecial: 0 },
};

/** The random provider's password: a strong value, made once. */
export function random(version: string): Provider<null> {
  return {
    name: "random",
    version,
    ...keptByEngine,
    check: ({ type, news }) => {
      requirePassword(type);
      return { inputs: news, failures: failures(news) };
    },
    diff: ({ oldInputs, news }) =>
      compare({ ...DEFAULTS, ...oldInputs }, { ...DEFAULTS, ...news }, true),
    create: ({ news, preview }) => {
      const inputs = { ...DEFAULTS, ...news };
      const made = preview
        ? { id: UNKNOWN, result: UNKNOWN }
        : { id: "none", result: new Secret(password(plain(inputs) as Properties)) };
      const given = mapValues(inputs, (value) => value ?? undefined);
      return Promise.resolve({ id: preview ? "" : "none", outputs: { ...given, ...made } });
    },
    update: ({ oldState }) => Promise.resolve(oldState),
  };
}

function requirePassword(type: string): void {
  if (type === PASSWORD) return;
  throw new Error(
    `Resource type '${type}' is not simulated: the random provider here has ${PASSWORD} only.`,
  );
}

function failures(news: Properties): Failure[] {
  const found = [...unknownInputs(news, Object.keys(DEFAULTS))];
  const inputs = plain({ ...DEFAULTS, ...news }) as Properties;
  const { length } = inputs;
  if (length === null)
    found.push({ property: "length", reason: "Missing required property 'length'" });
  if (length === UNKNOWN || length === null) return found;
  const least = CLASSES.reduce((sum, { minimum }) => sum + Number(inputs[minimum]), 0);
  const reason = (wanted: string) =>
    `Invalid Attribute Value. Attribute length value must be at least ${wanted}, got: ${Number(length)}.`;
  if (Number(length) < 1) found.push({ property: "length", reason: reason("1") });
  else if (Number(length) < least)
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

function password(inputs: Properties): string {
  const special = inputs["overrideSpecial"];
  const allowed = CLASSES.filter(({ name }) => inputs[name] !== false).map((each) => ({
    least: Number(inputs[each.minimum]),
    characters:
      each.name === "special" && typeof special === "string" && special !== ""
        ? special
        : each.characters,
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

function pick(characters: string): string {
  return characters.charAt(randomInt(characters.length));
}
