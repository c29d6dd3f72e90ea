import { count } from "../../core/count.ts";
import type { Plan } from "../../core/plan/plan.ts";
import { at, type GitHub } from "../../github/client.ts";
import { orNull } from "../../github/or-null.ts";
import { type CheckUp, ok } from "./check-up.ts";

/** What becomes of the repository's own CI on the plan's pull requests. */
export const checkCi = async (github: GitHub, { ci }: Plan): Promise<CheckUp[]> => {
  const asked = github.octokit.rest.actions.listRepoWorkflows({ ...at(github), per_page: 100 });
  const workflows = (await orNull(asked))?.data.workflows ?? [];
  const theirs = workflows.filter(({ path, state }) => state === "active" && !/\/milepost[^/]*$/.test(path));
  if (theirs.length === 0) return [];
  const what = `${count(theirs.length, "workflow")} of the repository's own`;
  if (ci.wait === "none") return [ok("ci", `${what}: nobody waits for what they say (\`ci.wait\`)`)];
  return [
    ok(
      "ci",
      `${what}: merges and the end of the plan wait for their checks, ${ci.minutes} min at most; on pull requests that GITHUB_TOKEN opens they wait for a person's approval, with an App they start by themselves`,
    ),
  ];
};
