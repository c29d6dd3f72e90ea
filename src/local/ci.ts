import { ejectionOf } from "../github/ci/ejection.ts";
import type { CiReader } from "../github/ci/reader.ts";
import { readLogEnd, readRuns } from "../github/ci/runs.ts";
import type { GitHub } from "../github/client.ts";
import { withoutSecrets } from "../secrets/hide.ts";
import { type CiPorts, lookAtCi } from "../steps/ci.ts";
import type { OrchestratePorts } from "../steps/orchestrate.ts";

/** What the repository's own CI is asked by; `runs` may read workflow runs and their logs. */
export const ciOn = (
  {
    github,
    runs = github,
    reader,
  }: { readonly github: GitHub; readonly runs?: GitHub; readonly reader: CiReader },
  ports: Pick<CiPorts, "plan" | "forge" | "publisher" | "now" | "pauseMs">,
): NonNullable<OrchestratePorts["ci"]> => ({
  pauseMs: ports.pauseMs,
  look: lookAtCi({
    ...ports,
    rules: reader.rules,
    heads: reader.heads,
    runs: (heads) => readRuns(runs, heads),
    logEnd: withoutSecrets((job: number) => readLogEnd(runs, job)),
    ejection: (pull, since) => ejectionOf({ github, runs }, pull, since),
  }),
});
