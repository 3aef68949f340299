import type { Rule } from "../rule.ts";
import { CACHE } from "./baseline/cache.ts";
import { DELETION } from "./baseline/deletion.ts";
import { SQL_RECOVERY } from "./baseline/sql-recovery.ts";
import { SQL_ACCESS } from "./baseline/sql.ts";
import { STORAGE } from "./baseline/storage.ts";

/** The rules of the baseline pack. */
export const BASELINE: readonly Rule[] = [
  ...SQL_ACCESS,
  ...SQL_RECOVERY,
  ...CACHE,
  ...STORAGE,
  ...DELETION,
];
