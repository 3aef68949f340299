import type { Act, Find, Impossible, Props } from "./case.ts";
import type { Form, Shape } from "./forms.ts";
import type { Identifier, Noun } from "./identifiers.ts";

/** One place of a program in which a name can stand. */
export interface Channel {
  readonly name: string;
  /** What is done with a spelled name, or why it cannot stand there. */
  readonly act: (text: string, form: Form, identifier: Identifier) => Act | Impossible;
  /** Who must find it. */
  readonly finds: (identifier: Identifier, form: Form) => readonly Find[];
}

interface Options {
  /** Kinds of names that can stand there; default all. */
  readonly nouns?: readonly Noun[];
  readonly besides?: (identifier: Identifier, path: string) => readonly Find[];
}

/** A property of a resource. */
export function place(
  name: string,
  shapes: readonly Shape[],
  type: string,
  path: string,
  props: (text: string) => Props,
  { nouns, besides }: Options = {},
): Channel {
  const act = taking(shapes, (text) => ({ does: "make", type, props: props(text) }));
  return {
    name,
    act: (text, form, identifier) =>
      nouns && !nouns.includes(identifier.noun)
        ? { impossible: `${name}: takes no ${identifier.noun}` }
        : act(text, form),
    finds: (identifier) => [
      ...references(path)(identifier),
      ...(besides?.(identifier, path) ?? []),
    ],
  };
}

/** A property that holds addresses. */
export function range(
  name: string,
  type: string,
  path: string,
  props: (text: string) => Props,
): Channel {
  return place(name, ["name"], type, path, props, { nouns: ["range", "wide range"] });
}

/** Whoever a right is given to. */
export function principal(
  name: string,
  path: string,
  make: (given: { member: string }) => { type: string; props: Props },
): Channel {
  return {
    name,
    act: taking(["email", "workload"], (text, { shape }) => {
      if (text.startsWith("deleted:") && path === "member") {
        return { impossible: "the provider takes no deleted account" };
      }
      const [prefix, account] = text.startsWith("deleted:")
        ? ["deleted:serviceAccount:", text.slice("deleted:".length)]
        : ["serviceAccount:", text];
      return { does: "make", ...make({ member: shape === "email" ? prefix + account : text }) };
    }),
    finds: (identifier) => [
      ...references(path)(identifier),
      ...siblings("foreign-principal")(identifier, path),
    ],
  };
}

/** A sibling lives in the same project, so that only its name tells it apart. */
export function siblings(rule: string) {
  return ({ noun }: Identifier, path: string): readonly Find[] =>
    noun === "sibling" || noun === "bucket" ? [] : [{ rule, path }];
}

/** A place that takes some shapes of a name, as its reader understands no others. */
export function taking(
  shapes: readonly Shape[],
  act: (text: string, form: Form) => Act | Impossible,
) {
  return (text: string, form: Form): Act | Impossible =>
    shapes.includes(form.shape)
      ? act(text, form)
      : { impossible: `nobody there reads ${form.shape === "encoded" ? "encodings" : form.shape}` };
}

/** Found by what is named. */
export function references(path: string) {
  return ({ what, owner }: Identifier): readonly Find[] => {
    const rule = what === "range" ? "foreign-range" : "foreign-reference";
    return [{ rule, path, foreign: owner, what }];
  };
}

/** Found by a rule of the guard. */
export function by(rule: string) {
  return ({ owner, what }: Identifier): readonly Find[] => [
    { rule, path: "", foreign: owner, what },
  ];
}
