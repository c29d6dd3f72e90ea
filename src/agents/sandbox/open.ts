import { MilepostError } from "../../core/error.ts";
import type { Plan } from "../../core/plan/plan.ts";
import type { ProofMachine } from "../../core/proof/key.ts";
import { proxyFile } from "./proxies.ts";
import { openSandbox, type Sandbox } from "./sandbox.ts";
import { tryIn } from "./try.ts";

/**
 * Opens the sandbox that a plan wants, after trying it; `null` when its programs run without one, which `warn` is told.
 * A plan that does not say it requires one on a runner, whose jobs hold keys and nobody watches.
 *
 * @throws {MilepostError} when a sandbox is required and none works here.
 */
export const openWantedSandbox = async (
  { sandbox: said }: Pick<Plan, "sandbox">,
  { machine, warn }: { machine: ProofMachine; warn: (message: string) => void },
  file = proxyFile,
): Promise<Sandbox | null> => {
  const wanted = said ?? (machine === "runner" ? "required" : "auto");
  if (wanted === "off") return null;
  const sandbox = openSandbox(file);
  const tried = await tryIn(sandbox);
  if (tried.ok) return sandbox;
  await sandbox[Symbol.asyncDispose]();
  if (wanted === "required") {
    const who = said === undefined ? "programs on a runner need" : "the plan requires";
    throw new MilepostError(`${who} a sandbox, and ${tried.reason}`, { hint: tried.hint });
  }
  warn(
    `PROGRAMS RUN WITHOUT A SANDBOX: ${tried.reason}. They can read and write what you can; writes to your repository are not prevented: they are seen, and you are asked whose they were. To mend it, ${tried.hint}`,
  );
  return null;
};
