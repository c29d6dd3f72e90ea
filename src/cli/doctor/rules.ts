import type { Plan } from "../../core/plan/plan.ts";
import { todosOf } from "../../core/plan/plan.ts";
import { type ForgeRule, listRules, rulesIn } from "../../github/ci/rules.ts";
import type { GitHub } from "../../github/client.ts";
import { type CheckUp, ok, problem, warning } from "./check-up.ts";

/** Whose rules, on what, and who judges. */
interface Ruled {
  readonly plan: Plan;
  /** Whether two identities write and judge. */
  readonly isTwo: boolean;
  /** A branch that the rules are on. */
  readonly branch: string;
  /** All that are on it. */
  readonly rules: readonly ForgeRule[];
}

type Judge = (rule: ForgeRule, ruled: Ruled) => CheckUp | null;

/** Says of each rule, on the base and on branches of ours, what a run will make of it. */
export const checkRules = async (github: GitHub, plan: Plan, isTwo: boolean): Promise<CheckUp[]> => {
  const [first] = todosOf(plan);
  const onBase = await listRules(github, plan.base);
  const onHead = first ? await listRules(github, first.branch) : [];
  const found = [
    stalled(onBase, plan.base),
    ...onBase.map((rule) => judged(baseRules, rule, { plan, isTwo, branch: plan.base, rules: onBase })),
    ...onHead.map((rule) =>
      judged(headRules, rule, { plan, isTwo, branch: first?.branch ?? "", rules: onHead }),
    ),
  ].filter((one) => one !== null);
  return found.length > 0 ? found : [ok(name, `nothing on ${plan.base} or the branches would block`)];
};

/** A queue waits for what is required in it, too, and a review is of a pull request. */
const stalled = (rules: readonly ForgeRule[], branch: string): CheckUp | null => {
  const { queue, checks } = rulesIn(rules);
  return queue && checks.includes("milepost/review")
    ? problem(
        name,
        `${branch} requires \`milepost/review\`, which nothing reports in its merge queue: that would wait for ever`,
        "require approving reviews instead, and `milepost/gates`, which milepost-checks.yml reports there",
      )
    : null;
};

const name = "protection";

const judged = (judges: Readonly<Record<string, Judge>>, rule: ForgeRule, ruled: Ruled): CheckUp | null =>
  (judges[rule.type] ?? unknown)(rule, ruled);

/** A rule of which nothing is known here stops a merge at most: then the forge says why. */
const unknown: Judge = ({ type }, { branch }) =>
  harmlessRules.has(type)
    ? null
    : warning(
        name,
        `branches such as ${branch} have the rule \`${type}\``,
        "what it stops is told in the forge's words when it does: see that a todo can keep it",
      );

/** Nothing that Milepost does is against these: it deletes and forces no branch with work on it. */
const harmlessRules: ReadonlySet<string> = new Set(["deletion", "non_fast_forward"]);

/** What keeps approved work from being merged by itself, which with `merge: manual` is a person's to see to. */
const blocking = ({ plan: { merge } }: Ruled, message: string, fix: string): CheckUp =>
  (merge === "auto" ? problem : warning)(name, message, fix);

const signed: Judge = (_, { plan, branch }) =>
  plan.signing === "none"
    ? problem(
        name,
        `branches such as ${branch} take signed commits only`,
        "set `signing: gpg` or `ssh` in the plan",
      )
    : null;

const restricted =
  (what: string): Judge =>
  (_, { branch }) =>
    warning(
      name,
      `branches such as ${branch} restrict ${what}: what breaks that is refused`,
      "see that no todo needs it, or exempt Milepost from the ruleset",
    );

/** What both kinds of branches may have. */
const anywhere: Readonly<Record<string, Judge>> = {
  required_signatures: signed,
  file_path_restriction: restricted("paths"),
  file_extension_restriction: restricted("kinds of files"),
  max_file_size: restricted("the size of files"),
  max_file_path_length: restricted("the length of paths"),
  commit_message_pattern: restricted("commit messages"),
  commit_author_email_pattern: restricted("authors"),
  committer_email_pattern: restricted("committers"),
  branch_name_pattern: restricted("names of branches"),
};

const baseRules: Readonly<Record<string, Judge>> = {
  ...anywhere,
  pull_request: ({ parameters }, ruled) => reviews(parameters, ruled),
  required_status_checks: (rule, ruled) => {
    const { plan, branch } = ruled;
    const { checks, upToDate } = rulesIn([rule]);
    const what = `${branch} requires ${checks.map((one) => `"${one}"`).join(", ") || "no check by name"}`;
    const how =
      upToDate && plan.merge === "auto"
        ? "; each branch takes in the base before it is merged, one at a time"
        : "";
    return plan.ci.wait === "none"
      ? blocking(ruled, `${what}, and the plan waits for none`, "set `ci: { wait: required }`")
      : ok(name, `${what}: merges and the end of the plan wait for it${how}`);
  },
  required_linear_history: (_, { plan, branch }) =>
    plan.mergeMethod === "merge"
      ? problem(
          name,
          `${branch} takes no merge commits, and the plan merges by them`,
          "leave `mergeMethod` out, or set `squash`",
        )
      : ok(name, `${branch} takes no merge commits: it is merged otherwise`),
  merge_queue: (_, { branch }) =>
    ok(
      name,
      `${branch} has a merge queue: approved work enters it, and required checks must run \`on: merge_group\`, too`,
    ),
  update: (_, ruled) =>
    blocking(
      ruled,
      `only some may update ${ruled.branch}`,
      "let Milepost bypass that ruleset, or set `merge: manual`",
    ),
  creation: () => null,
};

const reviews = (parameters: object | undefined, ruled: Ruled): CheckUp | null => {
  const { branch, isTwo } = ruled;
  const approvals = numberIn(parameters, "required_approving_review_count");
  if (approvals > 0 && !isTwo)
    return blocking(
      ruled,
      `${branch} wants ${approvals} approving reviews, and comments are none`,
      "set MILEPOST_REVIEWER_TOKEN, or approve by hand",
    );
  if (approvals > 1)
    return blocking(
      ruled,
      `${branch} wants ${approvals} approving reviews, and one reviewer gives one`,
      "approve by hand, too",
    );
  if (isOn(parameters, "require_code_owner_review"))
    return warning(
      name,
      `${branch} wants its code owners' approval`,
      "they approve by hand, or the reviewer is one of them",
    );
  return null;
};

/** Nothing of ours can be pushed to, or merged into, what most of these are on. */
const headRules: Readonly<Record<string, Judge>> = {
  ...anywhere,
  creation: (_, { branch }) => forbidden("forbids creating", branch),
  update: (_, { branch }) => forbidden("forbids moving", branch),
  pull_request: (_, { branch }) => forbidden("wants a pull request for each push to", branch),
  required_status_checks: (_, { branch }) =>
    forbidden("wants checks to have passed before each push to", branch),
  merge_queue: (_, { branch }) => forbidden("wants a merge queue for", branch),
  required_linear_history: (_, { branch, rules }) =>
    rules.some(({ type }) => type === "non_fast_forward")
      ? forbidden("forbids merge commits and force-pushes on", branch)
      : ok(
          name,
          `branches such as ${branch} take no merge commits: what is below one comes in by a new commit`,
        ),
};

const forbidden = (what: string, branch: string): CheckUp =>
  problem(
    name,
    `a ruleset ${what} branches such as ${branch}`,
    "exempt them from the ruleset, or change `branches:` in the plan",
  );

const numberIn = (parameters: object | undefined, key: string): number => {
  const value = parameters && key in parameters ? Reflect.get(parameters, key) : 0;
  return typeof value === "number" ? value : 0;
};

const isOn = (parameters: object | undefined, key: string): boolean =>
  parameters !== undefined && key in parameters && Reflect.get(parameters, key) === true;
