import type { Rule } from "../rule.ts";
import { DATA_PATH } from "./isolation/data.ts";
import { IMAGE_DIGEST } from "./isolation/images.ts";
import { NETWORK_PATH } from "./isolation/network.ts";
import {
  FOREIGN_PRINCIPAL,
  GROUP_OUTSIDE_MATRIX,
  PUBLIC_PRINCIPAL,
} from "./isolation/principals.ts";
import {
  DEFAULT_PROVIDER,
  FOREIGN_PROVIDER,
  GUARD_MISSING,
  PACKAGE_LIST,
} from "./isolation/providers.ts";
import { OWN_PROJECT, SANDBOX_WIDE } from "./isolation/projects.ts";
import { FOREIGN_RANGE, FOREIGN_REFERENCE } from "./isolation/references.ts";
import { ONE_PASSWORD, SECRET_SHAPE, SECRETS_LEDGER, SHARED_SECRET } from "./isolation/secrets.ts";

/** The rules of the isolation pack: they cannot be configured away, and prod has no exceptions. */
export const ISOLATION: readonly Rule[] = [
  ...[FOREIGN_REFERENCE, FOREIGN_RANGE],
  ...[PACKAGE_LIST, DEFAULT_PROVIDER, FOREIGN_PROVIDER, GUARD_MISSING],
  ...[OWN_PROJECT, SANDBOX_WIDE],
  ...[NETWORK_PATH, DATA_PATH],
  ...[PUBLIC_PRINCIPAL, FOREIGN_PRINCIPAL, GROUP_OUTSIDE_MATRIX],
  ...[SHARED_SECRET, SECRETS_LEDGER, SECRET_SHAPE, ONE_PASSWORD, IMAGE_DIGEST],
];
