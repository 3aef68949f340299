import type { Evasion, Impossible } from "./case.ts";
import type { Channel } from "./channel.ts";
import { CHANNELS } from "./channels.ts";
import { FORMS, type Form } from "./forms.ts";
import { IDENTIFIERS, type Identifier } from "./identifiers.ts";

/** One place of the matrix: a case, or the reason why there can be none. */
export interface Cell {
  readonly channel: string;
  readonly form: string;
  readonly identifier: string;
  readonly content: Evasion | Impossible;
}

/** Channel × spelling × identifier, every cell of it. */
export const CELLS: readonly Cell[] = CHANNELS.flatMap((channel) =>
  FORMS.flatMap((form) =>
    IDENTIFIERS.map((identifier) => ({
      ...{ channel: channel.name, form: form.name, identifier: identifier.name },
      content: fill(channel, form, identifier),
    })),
  ),
);

/** The cases of the matrix. */
export const MATRIX: readonly Evasion[] = CELLS.flatMap(({ content }) =>
  "impossible" in content ? [] : [content],
);

function fill(channel: Channel, form: Form, identifier: Identifier): Evasion | Impossible {
  // A stack is named in one way and in one place.
  const isStack = identifier.noun === "stack" && channel.name === "StackReference";
  const text = isStack ? identifier.text : form.write(identifier);
  if (typeof text !== "string") return text;
  const act = channel.act(text, form, identifier);
  if ("impossible" in act) return act;
  return {
    name: [channel.name, form.name, identifier.name].join(" / "),
    stack: identifier.stack,
    act,
    finds: channel.finds(identifier, form),
    ...("asset" in act && { refusedByEngine: "the local cloud takes no asset yet" }),
  };
}
