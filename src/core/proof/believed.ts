import type { BaseFault } from "./fault.ts";

/** A machine that could run nothing is tried again by itself. */
const machineMs = 50 * 60_000;

/** Whether what failed is still believed: until a person asks to try again. */
export const isBelieved = (
  { fault, at }: { readonly fault: BaseFault /** ISO 8601. */; readonly at: string },
  { retriedAt, now }: { readonly retriedAt: string | undefined; readonly now: Date },
): boolean => {
  const failedAt = Date.parse(at);
  if (retriedAt !== undefined && failedAt < Date.parse(retriedAt)) return false;
  return fault.stage !== "machine" || now.getTime() - failedAt < machineMs;
};
