import type { Sandbox } from "../../agents/sandbox/sandbox.ts";
import { changedText } from "../../core/lane/unattributed.ts";
import { openHub } from "../../git/repositories/hub.ts";
import type { Publisher } from "../../git/repositories/publisher.ts";
import { guardOf, reportTo, workshopAt } from "../../local/workshop.ts";
import type { Workshop } from "../../steps/git-ports.ts";
import { say } from "../commands.ts";
import type { Job } from "../job.ts";
import type { LaneJob } from "../lane.ts";

/** Worktrees for the lane's program, with the checkout watched while it runs. */
export const workshopFor = async (
  { plan, place }: Pick<LaneJob, "plan" | "place">,
  { workspace }: Job,
  { publisher, sandbox }: { publisher: Publisher; sandbox: Sandbox | null },
): Promise<Workshop> => {
  const guard = guardOf(workspace, sandbox, (changes) => say(changedText(changes)));
  const hub = await openHub({
    dir: place.hub,
    publisherDir: publisher.dir,
    onTouched: reportTo(guard),
  });
  return workshopAt({
    hub,
    worktrees: place.worktrees,
    author: plan.author,
    generated: plan.generated,
    setup: plan.setup,
    limits: plan.limits,
    guard,
  });
};
