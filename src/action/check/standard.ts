import { MilepostError } from "../../core/error.ts";
import { gateRules } from "../../core/lane/assignment.ts";
import { loadPlan } from "../../core/plan/load.ts";
import type { Plan } from "../../core/plan/plan.ts";
import { renderProblems } from "../../core/plan/problem.ts";
import type { TodoRecord } from "../../core/todo/record.ts";
import { type AskedLimits, type Held, unplanned } from "../../gates/select.ts";
import type { Git } from "../../git/git.ts";
import { annotate } from "../commands.ts";
import type { CheckedPull } from "./event.ts";

/** What a pull request is held to, and whether it is one of a plan's own. */
interface Standard {
  readonly held: Held;
  readonly ofPlan: boolean;
}

/**
 * What a pull request is held to: the plan of the todo that it is of, by its record or its branch, else the one that was
 * named, else the defaults.
 * Plans are read at the base, so that no change excuses itself.
 */
export const standardOf = async (
  git: Git,
  { pull: { base, head, isFork }, record }: { pull: CheckedPull; record: TodoRecord | null },
  { plan: named, ...limits }: AskedLimits & { plan?: string | undefined },
): Promise<Standard> => {
  const plans = await plansAt(git, base.sha);
  for (const { plan } of isFork ? [] : plans) {
    const of = record?.plan === plan.id ? record : null;
    const body = plan.bodies.find(
      ({ id, todos }) => id === of?.body || todos.some(({ branch }) => branch === head.ref),
    );
    if (!body) continue;
    const rules = gateRules(plan, body, of ?? undefined);
    return { held: { rules, planned: true, owned: true }, ofPlan: true };
  }
  if (named === undefined) return { held: unplanned(limits), ofPlan: false };
  const found = plans.find(({ plan, file }) => plan.id === named || file === named);
  if (found) {
    // The plan's own commits are on its own branches: elsewhere anyone may write its address.
    const { unsignedAuthor, ...rules } = gateRules(found.plan, { owns: null });
    if (unsignedAuthor !== undefined)
      return {
        held: { rules: { ...rules, unsignedAuthor: null }, planned: true, owned: false },
        ofPlan: false,
      };
    return { held: { rules, planned: true, owned: false }, ofPlan: false };
  }
  throw new MilepostError(`${base.ref} has no plan ${named}`, {
    hint: "name a plan of its `plans/`, by id or file",
  });
};

/** The plans of `plans/` at a commit; one that is broken there holds nobody up, and is said. */
const plansAt = async (git: Git, commit: string): Promise<{ file: string; plan: Plan }[]> => {
  const { stdout } = await git(["ls-tree", "-z", "--name-only", commit, "plans/"]);
  const files = stdout.split("\0").filter((file) => /\.ya?ml$/.test(file));
  const plans: { file: string; plan: Plan }[] = [];
  for (const file of files) {
    const loaded = loadPlan((await git(["cat-file", "blob", `${commit}:${file}`])).stdout, file);
    if (loaded.ok) plans.push({ file, plan: loaded.plan });
    else annotate("warning", renderProblems(loaded.problems), { file });
  }
  return plans;
};
