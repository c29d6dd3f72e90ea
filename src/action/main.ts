import { config } from "zod";
import { enableCompileCache } from "./compile-cache.ts";
import type { StepName } from "./steps.ts";

/** Starts an action by its name: only what its step needs is loaded. */
export const start = async (step: StepName): Promise<void> => {
  enableCompileCache();
  // A job parses little, once: compiling its parsers takes longer than it saves.
  config({ jitless: true });
  const { steps } = await import("./steps.ts");
  await steps[step]();
};
