import { MilepostError } from "../../core/error.ts";
import type { Plan } from "../../core/plan/plan.ts";
import { proxyFile } from "./proxies.ts";
import { openSandbox, type Sandbox } from "./sandbox.ts";
import { tryIn } from "./try.ts";

/**
 * Opens the sandbox that a plan wants, after trying it; `null` when its programs run without one, which `warn` is told.
 *
 * @throws {MilepostError} when the plan requires a sandbox and none works here.
 */
export const openWantedSandbox = async (
  { sandbox: wanted }: Pick<Plan, "sandbox">,
  warn: (message: string) => void,
  file = proxyFile,
): Promise<Sandbox | null> => {
  if (wanted === "off") return null;
  const sandbox = openSandbox(file);
  const tried = await tryIn(sandbox);
  if (tried.ok) return sandbox;
  await sandbox[Symbol.asyncDispose]();
  if (wanted === "required") {
    throw new MilepostError(`the plan requires a sandbox, and ${tried.reason}`, { hint: tried.hint });
  }
  warn(
    `PROGRAMS RUN WITHOUT A SANDBOX: ${tried.reason}. They can read and write what you can; writes to your repository are not prevented: they are seen, and you are asked whose they were. To mend it, ${tried.hint}`,
  );
  return null;
};
