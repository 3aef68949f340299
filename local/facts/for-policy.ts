import { writeFileSync } from "node:fs";

import { factsOf, resourceTypes, type Field, type Fields } from "./facts.ts";

/** The data file of the policies, which read neither the provider's schema nor this folder. */
export const POLICY_FACTS = new URL("../../policy/provider-facts.json", import.meta.url);

/** Certificates, ids and contents, which the provider hides and which need not be secret. */
const NEED_NOT_BE =
  /certificate(pem)?$|rsa$|^(accessKeyId|additionalAuthenticatedData|clientId|content|parameterData|refreshUri|rsaEncryptedKey|secretManagerStoredClientKey|tenantId|text|value)$/i;

/** What holds a secret though the schema does not say so: what is written only, and by its name. */
const IS_BY_NAME =
  /^(?!.*stored).*(^p|P)assword$|^(clientSecret|passphrase|privateKey|huggingFaceAccessToken)$|^(?!is).*Wo$/;
const MAY_BE_BY_NAME = /^(apiKey|apiKeys|oauthToken|token)$/;

/** What the cloud says of a resource may name what is Google's own, where it names places at all. */
const NAMES_PLACES =
  /network|subnet|attachment|connector|hub$|peering|gateway|tunnel|vpc|endpoint|connection|producer|tenant|backup|snapshot|source|topic|project|psc|link/i;

interface Property {
  readonly path: string;
  readonly name: string;
  readonly field: Field;
}

/** The facts of every type that the policies ask for, a type a line. */
export function policyFacts(): string {
  const lines = resourceTypes().flatMap((type) => {
    const fields = factsOf(type)?.fields ?? {};
    const inputs = [...inputsIn(fields)];
    const lists = {
      secret: inputs.filter(isSecret),
      open: inputs.filter((each) => !isSecret(each) && mayBeSecret(each)),
      told: [...toldIn(fields)],
    };
    const known = Object.entries(lists)
      .filter(([, list]) => list.length > 0)
      .map(([key, list]) => [key, list.map(({ path }) => path).sort()]);
    if (known.length === 0) return [];
    return [`${JSON.stringify(type)}: ${JSON.stringify(Object.fromEntries(known))}`];
  });
  return `{\n${lines.sort().join(",\n")}\n}\n`;
}

function* inputsIn(fields: Fields, start = ""): Generator<Property> {
  for (const [name, field] of Object.entries(fields)) {
    if (field.readOnly) continue;
    const path = start + name;
    yield { path, name, field };
    if (field.fields) yield* inputsIn(field.fields, `${path}.`);
  }
}

function* toldIn(fields: Fields, start = ""): Generator<Property> {
  for (const [name, field] of Object.entries(fields)) {
    const path = start + name;
    if (field.readOnly && namesPlaces(name, field)) yield { path, name, field };
    else if (!field.readOnly && field.fields) yield* toldIn(field.fields, `${path}.`);
  }
}

function namesPlaces(name: string, { type, fields = {} }: Field): boolean {
  if (["boolean", "integer", "number"].includes(type) || name.startsWith("selfLink")) return false;
  const inner = Object.entries(fields).some(([each, field]) => namesPlaces(each, field));
  return inner || NAMES_PLACES.test(name);
}

function isSecret({ path, name, field }: Property): boolean {
  if (field.fields || !["string", "map"].includes(field.type)) return false;
  if (NEED_NOT_BE.test(name) || NEED_NOT_BE.test(path)) return false;
  return field.secret === true || (field.type === "string" && IS_BY_NAME.test(name));
}

function mayBeSecret({ name, field }: Property): boolean {
  return field.secret === true || (field.type !== "boolean" && MAY_BE_BY_NAME.test(name));
}

if (process.argv[1] === import.meta.filename) writeFileSync(POLICY_FACTS, policyFacts());
