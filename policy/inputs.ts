import * as pulumi from "@pulumi/pulumi";

import type { KnownSecrets } from "./known-secrets.ts";
import { refusal, type Refusal } from "./reads.ts";
import { isAmong } from "./facts.ts";
import { isInPlainSight, mayBeSecret, secretInputs } from "./secret-inputs.ts";
import { isMap, SIGNATURE, type Path } from "./values.ts";

/** By the name of an input the URNs of the resources that it comes from. */
export type Sources = ReadonlyMap<string, readonly string[]>;

/** What the engine is asked to make. */
export interface Registered {
  readonly type: string;
  readonly name: string;
  /** What is secret or not yet known is an output. */
  readonly props: Readonly<Record<string, unknown>>;
  readonly sources?: Sources | undefined;
}

/** One value among the inputs of a resource. */
interface Input {
  readonly path: Path;
  /** `undefined` where it is not known yet. */
  readonly value: unknown;
  /** Where it, or what it is a part of, is called secret. */
  readonly secretAt?: Path | undefined;
}

/**
 * Whether a value is secret, and where it comes from, is known in the program and nowhere after. An
 * unknown one is judged by the update.
 */
export async function judgeInputs(
  { type, name, props, sources = new Map() }: Registered,
  secrets: KnownSecrets,
): Promise<Refusal | undefined> {
  for await (const { path, value, secretAt } of inputsOf(props)) {
    const takesSecret = isAmong(path, secretInputs(type));
    const text = typeof value === "string" ? value : "";
    const key = String(path[0]);
    if (takesSecret && text !== "") {
      if (!isMade(text, sources.get(key) ?? [], secrets)) {
        const reason = `${name}: ${key} takes a secret and was given a plain value.`;
        return refusal("literal-secret", reason);
      }
      // Whatever is made of it later is made of a secret.
      secrets.add(text);
    }
    const isInSight =
      secretAt === undefined
        ? !mayBeSecret(type, path) && secrets.standIn(text)
        : isInPlainSight(type, secretAt);
    if (isInSight) {
      const reason = `${name}: ${key} holds a secret in plain sight of whoever may look at it.`;
      return refusal("secret-in-plain-sight", reason);
    }
  }
  return undefined;
}

/**
 * The SDK calls everything secret that it is given for such an input, so a literal is told by where
 * it comes from: neither from what makes secrets nor from one that is known already.
 */
function isMade(text: string, urns: readonly string[], secrets: KnownSecrets): boolean {
  return urns.some((urn) => MAKES_SECRETS.test(typeOf(urn))) || secrets.makeUp(text);
}

/** Resources that make up a secret, all of `random` and by the facts of the provider some of `gcp`. */
const MAKES_SECRETS =
  /^(random:|gcp:(apigee\/developerApp|chronicle\/feed|compute\/caExternalAccountKey|container\/cluster|firestore\/userCreds|iam\/oauthClientCredential|iam\/workforcePoolProviderScimToken|iap\/client|identityplatform\/config|projects\/apiKey|redis\/instance|serviceaccount\/key|sql\/sslCert|storage\/hmacKey):)/;

/** The type in a URN, without those of its parents. */
function typeOf(urn: string): string {
  return urn.split("::")[2]?.split("$").at(-1) ?? "";
}

/** The text of a value; empty where it is none, or not known yet. */
export async function textOf(value: unknown): Promise<string> {
  for await (const { path, value: text } of inputsOf(value)) {
    if (path.length === 0 && typeof text === "string") return text;
  }
  return "";
}

async function* inputsOf(value: unknown, path: Path = [], secretAt?: Path): AsyncGenerator<Input> {
  if (pulumi.Output.isInstance(value)) {
    const output = value as Known;
    const secret = secretAt ?? ((await output.isSecret) ? path : undefined);
    if (await output.isKnown) yield* inputsOf(await output.promise(), path, secret);
    else yield { path, value: undefined, secretAt: secret };
  } else if (value instanceof pulumi.asset.StringAsset) {
    yield { path, value: await value.text, secretAt };
  } else if (Array.isArray(value)) {
    const items = value.entries();
    for (const [index, item] of items) yield* inputsOf(item, [...path, index], secretAt);
  } else if (isMap(value) && SIGNATURE in value) {
    // What another transform has made secret, as the runtime hands it on.
    yield* inputsOf(value["value"], path, secretAt ?? path);
  } else if (isMap(value)) {
    for (const [key, item] of Object.entries(value))
      yield* inputsOf(item, [...path, key], secretAt);
  } else {
    yield { path, value, secretAt };
  }
}

/** What the runtime's declarations leave out of an output. */
type Known = pulumi.Output<unknown> & {
  readonly isSecret: Promise<boolean>;
  readonly isKnown: Promise<boolean>;
  readonly promise: () => Promise<unknown>;
};
