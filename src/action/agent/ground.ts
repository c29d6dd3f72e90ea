import { homedir } from "node:os";
import { join } from "node:path";
import type { SandboxContext } from "../../agents/sandbox/confine.ts";
import { openWantedSandbox } from "../../agents/sandbox/open.ts";
import type { Sandbox } from "../../agents/sandbox/sandbox.ts";
import type { Plan } from "../../core/plan/plan.ts";
import { annotate } from "../commands.ts";
import type { Job } from "../job.ts";
import type { LaneJob } from "../lane.ts";

/** Opens the sandbox that a plan wants on a runner; `null` when its programs run without one. */
export const openSandboxFor = (plan: Plan): Promise<Sandbox | null> =>
  openWantedSandbox(plan, { machine: "runner", warn: (message) => annotate("warning", message) });

/** What holds a lane's programs on a runner, who see nothing of how steps steer the job, nor what is Milepost's own. */
export const groundOf = (
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
