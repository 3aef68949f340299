import { textAt, textOf } from "./checks.ts";
import type { Subject } from "./rule.ts";
import { jsonOf, valuesAt, type Path } from "./values.ts";

/** A value that is known and a text, and where it stands. */
interface Text {
  readonly path: Path;
  readonly text: string;
}

/** A role and who gets it, as far as they are known. */
export interface Grant {
  readonly role: Text | undefined;
  readonly members: readonly Text[];
}

/**
 * What a resource grants: a role to a member or to several, as every `...IamMember` and
 * `...IamBinding` does, or a whole policy as JSON, as every `...IamPolicy` does.
 */
export function grantsOf({ type, props }: Subject): readonly Grant[] {
  if (type === TAKES_AWAY) return [];
  const policy = textAt(props, "policyData");
  if (policy === undefined) return [grantIn(props)];
  return [...valuesAt(jsonOf(policy), "bindings")].map(({ value }) => grantIn(value, "policyData"));
}

/** The one type that names a member to take a right away. */
export const TAKES_AWAY = "gcp:projects/iamMemberRemove:IamMemberRemove";

/** A part of a JSON text has no path of its own: it is the text's. */
function grantIn(binding: unknown, whole?: string): Grant {
  const texts = (key: string) =>
    [...valuesAt(binding, key)].flatMap(({ path, value }) => {
      const text = textOf(value);
      return text === undefined ? [] : [{ path: whole === undefined ? path : [whole], text }];
    });
  return { role: texts("role")[0], members: [...texts("member"), ...texts("members")] };
}
