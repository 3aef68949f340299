import type { Request } from "../../../local/provider/provider.ts";

/** A request about one resource; what is not given is empty. */
export function requestOf(type: string, given: Partial<Request<null>> = {}): Request<null> {
  return {
    type,
    urn: `urn:pulumi:stack::project::${type}::name`,
    id: "",
    news: {},
    oldInputs: {},
    oldState: {},
    preview: false,
    ignoreChanges: [],
    seed: new Uint8Array(),
    settings: null,
    ...given,
  };
}
