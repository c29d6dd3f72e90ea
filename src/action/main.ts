import { enableCompileCache } from "./compile-cache.ts";
import type { StepName } from "./steps.ts";

/** Starts an action by its name: only what its step needs is loaded. */
export const start = async (step: StepName): Promise<void> => {
  enableCompileCache();
  const { steps } = await import("./steps.ts");
  await steps[step]();
};
