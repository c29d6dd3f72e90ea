import { homedir } from "node:os";
import { join } from "node:path";
import type { SandboxContext } from "../../agents/sandbox/confine.ts";
import { openWantedSandbox } from "../../agents/sandbox/open.ts";
import type { Sandbox } from "../../agents/sandbox/sandbox.ts";
import type { LaneEntry } from "../../core/lane/handoff.ts";
import type { Plan } from "../../core/plan/plan.ts";
import { basePorts } from "../../local/base-check.ts";
import type { VerifyPorts } from "../../steps/verify.ts";
import { leaveReason } from "../broken.ts";
import { annotate } from "../commands.ts";
import type { Job } from "../job.ts";
import type { LaneJob } from "../lane.ts";

/** Opens the sandbox that a plan wants on a runner; `null` when its programs run without one. */
export const openSandboxFor = (plan: Plan): Promise<Sandbox | null> =>
  openWantedSandbox(plan, { machine: "runner", warn: (message) => annotate("warning", message) });

/** What holds a lane's programs on a runner, who see nothing of how steps steer the job, nor what is Milepost's own. */
export const sandboxContextOf = (
  { plan, place }: Pick<LaneJob, "plan" | "place">,
  { workspace, files }: Pick<Job, "workspace" | "files">,
  sandbox: Sandbox | null,
): SandboxContext => ({
  plan,
  sandbox,
  home: homedir(),
  hidden: [place.dir, join(workspace, ".git"), ...Object.values(files)],
  readable: [join(place.publisher, "objects"), join(place.hub, "objects")],
  refused: [],
});

/** Opens it for a lane; where the runner lacks what it needs, settle is told: nobody's commands can be judged there. */
export const openedFor = async (
  lane: LaneJob<LaneEntry>,
): Promise<AsyncDisposable & { held: Sandbox | null }> => {
  try {
    const held = await openSandboxFor(lane.plan);
    return { held, [Symbol.asyncDispose]: async () => held?.[Symbol.asyncDispose]() };
  } catch (error) {
    await leaveReason(lane, error, { held: [], isSetUp: true });
    throw error;
  }
};

/** What runs the plan's commands, and no agent, in a lane that proves something. */
export const provingPorts = (
  lane: LaneJob<LaneEntry>,
  { job, token, minutes }: { job: Job; token: string; minutes: number },
  held: Sandbox | null,
): VerifyPorts =>
  basePorts({
    context: sandboxContextOf(lane, job, held),
    marker: `${lane.place.dir}:${lane.entry.todo}`,
    log: lane.place.handOff,
    secrets: [token],
    signal: job.signal,
    tell: lane.progress,
    minutesLeft: () => minutes - process.uptime() / 60,
  });
