import type { Properties } from "../../local/provider/properties.ts";
import { DATA_BASES } from "./bases/data.ts";
import { IDENTITY_BASES } from "./bases/identity.ts";
import { NETWORK_BASES } from "./bases/network.ts";

/**
 * Realistic inputs of every type that the program uses, as it uses them and a little beyond: each
 * generated case starts from one of these, so together they hold the fields worth comparing.
 */
export const BASES: Readonly<Record<string, readonly Properties[]>> = {
  ...NETWORK_BASES,
  ...DATA_BASES,
  ...IDENTITY_BASES,
};
