import type { DatabaseTier, Profile } from "./profiles.ts";

/**
 * Rough list prices in US dollars a month of 730 hours, without discounts, traffic and taxes.
 * Source: Google Cloud's public price pages (Iowa), 2026-10. Other regions cost up to half more;
 * the table is for comparing kinds, not for a bill.
 */
export const PRICES = {
  database: {
    "db-f1-micro": 7.67,
    "db-g1-small": 25.55,
    "db-custom-2-7680": 98.7,
  } satisfies Record<DatabaseTier, number>,
  /** SSD storage, a GB. */
  databaseDisk: 0.17,
  /** Backups, a GB; a kept backup is counted as a tenth of the disk. */
  databaseBackup: 0.08,
  /** Redis, a GB: without and with a replica. */
  cache: { single: 35.77, replicated: 50.37 },
  /** A NAT gateway and its address. */
  nat: 4.3,
} as const;

/** What one kind costs a month, part by part, in US dollars. */
export interface MonthlyCost {
  readonly database: number;
  readonly cache: number;
  readonly network: number;
  readonly total: number;
}

/** The rough monthly cost of an environment with this profile that nobody uses. */
export function monthlyCost({ database, cache, network }: Profile): MonthlyCost {
  const machine = PRICES.database[database.tier] + database.diskGb * PRICES.databaseDisk;
  const backups = (database.diskGb / 10) * database.backupsKept * PRICES.databaseBackup;
  const memory = cache.highAvailability ? PRICES.cache.replicated : PRICES.cache.single;
  const parts = {
    database: machine * (database.highAvailability ? 2 : 1) + backups,
    cache: cache.enabled ? cache.memoryGb * memory : 0,
    network: network.nat ? PRICES.nat : 0,
  };
  return { ...parts, total: parts.database + parts.cache + parts.network };
}
