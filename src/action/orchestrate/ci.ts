import { setTimeout as sleep } from "node:timers/promises";
import { ciTodos } from "../../core/decide/ci.ts";
import type { Plan } from "../../core/plan/plan.ts";
import { type CiReader, newCiReader } from "../../github/ci/reader.ts";
import type { Orchestrated, OrchestratePorts } from "../../steps/orchestrate.ts";
import { say } from "../commands.ts";
import { type Connected, isOnThisMachine } from "../connect.ts";
import type { Job } from "../job.ts";

/** Asks what the repository's own CI says, by the job's own token; what that takes is loaded when something is approved. */
export const ciFor = (
  plan: Plan,
  { runs }: Pick<Connected, "runs">,
  { job, ...ports }: { readonly job: Job } & Pick<OrchestratePorts, "forge" | "publisher" | "now">,
): NonNullable<OrchestratePorts["ci"]> & Pick<CiReader, "ahead"> => {
  const pauseMs = isOnThisMachine(job.api) ? 1000 : 30_000;
  const reader = newCiReader(runs, ports.now);
  const open = async () => {
    const { ciOn } = await import("../../local/ci.ts");
    return ciOn({ github: runs, reader }, { ...ports, plan, pauseMs });
  };
  let opened: ReturnType<typeof open> | null = null;
  return {
    pauseMs,
    ahead: reader.ahead,
    look: async (desired) => {
      if (ciTodos(desired).length === 0) return null;
      opened ??= open();
      return (await opened).look(desired);
    },
  };
};

/** A job is paid for while it waits: after a quarter of an hour the schedule goes on. */
const maxWaitingMs = 15 * 60_000;

/** Waits for what is pending where nothing else is left to do; answers whether to look again. */
export const newCiWait = (signal: AbortSignal) => {
  const last = Date.now() + maxWaitingMs;
  let told = "";
  return async ({ progress, pending, until }: Orchestrated): Promise<boolean> => {
    if (progress.kind !== "held" || pending.length === 0 || until === null) return false;
    const at = Date.parse(until);
    if (at > last) return false;
    if (told !== pending.join()) say(`waits: ${pending.join("; ")}`);
    told = pending.join();
    await sleep(Math.max(0, at - Date.now()), undefined, { signal }).catch(() => undefined);
    return !signal.aborted;
  };
};
