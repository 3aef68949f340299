import { setTimeout as delay } from "node:timers/promises";
import { ApiError, OperationError } from "./errors.ts";

/** What the control plane can be asked. */
export type Operation = "create" | "read" | "update" | "delete";

/** Every kind of fault. */
export const FAULT_KINDS = ["429", "503", "409", "failed", "slow", "crash"] as const;

/** A failure that a test declares in advance. */
export interface Fault {
  /**
   * `429`, `503` and `409` refuse the call before anything is written, and are worth a retry. `failed`: the
   * resource exists, but the operation that made it ends in an error. `slow`: answered after `delayMs`.
   * `crash`: the process dies when the write is on disk and before it is answered.
   */
  readonly kind: (typeof FAULT_KINDS)[number];
  /** Only for this type token; default every type. */
  readonly type?: string;
  /** Only for this operation; default every operation. */
  readonly operation?: Operation;
  /** Only for ids that contain this text; default every id. */
  readonly id?: string;
  /** How often it strikes; default 1. */
  readonly times?: number;
  /** Milliseconds that a `slow` answer takes; default 100. */
  readonly delayMs?: number;
}

const REFUSALS: Partial<Record<Fault["kind"], () => Error>> = {
  429: () => new ApiError(429, "Quota exceeded for quota metric 'Queries'", "rateLimitExceeded"),
  503: () => new ApiError(503, "The service is currently unavailable.", "backendError"),
  409: () =>
    new ApiError(
      409,
      "There were concurrent policy changes. Please retry the whole read-modify-write with exponential backoff.",
      "aborted",
    ),
};

/** The declared faults of one control plane; they live in memory only. */
export class Faults {
  #declared: { fault: Fault; left: number }[] = [];
  readonly #crash: () => void;

  /** @param crash ends the process at once, as a power cut would */
  constructor(crash: () => void) {
    this.#crash = crash;
  }

  /** Adds a fault; faults strike in the order of their declaration. @throws on a kind that is none */
  declare(fault: Fault): void {
    if (!FAULT_KINDS.includes(fault.kind)) {
      throw new Error(`kind: '${fault.kind}' is no fault. Use one of ${FAULT_KINDS.join(", ")}.`);
    }
    this.#declared.push({ fault, left: fault.times ?? 1 });
  }

  /** Forgets every fault. */
  clear(): void {
    this.#declared = [];
  }

  /** Strikes before the write. @throws the declared refusal */
  before(operation: Operation, type: string, id: string): void {
    const kind = this.#take(operation, type, id, (fault) => fault.kind in REFUSALS)?.kind;
    const refusal = kind && REFUSALS[kind];
    if (refusal) throw refusal();
  }

  /** Strikes once the write is on disk. @throws OperationError */
  async after(operation: Operation, type: string, id: string): Promise<void> {
    const fault = this.#take(operation, type, id, (each) => !(each.kind in REFUSALS));
    if (fault?.kind === "slow") await delay(fault.delayMs ?? 100);
    if (fault?.kind === "crash") this.#crash();
    if (fault?.kind === "failed")
      throw new OperationError("Error code 13, message: An internal error has occurred.");
  }

  #take(operation: Operation, type: string, id: string, wanted: (fault: Fault) => boolean) {
    const found = this.#declared.find(
      ({ fault, left }) =>
        left > 0 &&
        wanted(fault) &&
        (fault.type ?? type) === type &&
        (fault.operation ?? operation) === operation &&
        id.includes(fault.id ?? ""),
    );
    if (found) found.left -= 1;
    return found?.fault;
  }
}
