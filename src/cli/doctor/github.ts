import { count } from "../../core/count.ts";
import { mergeMethodOf, type PlanMergeMethod } from "../../core/merge-method.ts";
import { type Plan, todosOf } from "../../core/plan/plan.ts";
import { at, connect, type GitHub } from "../../github/client.ts";
import { methodsIn } from "../../github/merge-methods.ts";
import { orNull } from "../../github/or-null.ts";
import { type GitHubPlace, loginOf } from "../../local/github.ts";
import { type CheckUp, ok, problem, warning } from "./check-up.ts";
import { checkCi } from "./ci.ts";
import { asProblem } from "./errors.ts";
import { checkAssignees } from "./notify.ts";
import { checkRules } from "./rules.ts";

/** A repository on GitHub, with the tokens that a run would use. */
interface GitHubAccess extends GitHubPlace {
  readonly tokens: { readonly bot: string; readonly reviewer: string };
}

/** Looks at what a run on GitHub would meet: rights, identities, settings, protection, limits. */
export const checkGitHub = async (access: GitHubAccess, plan: Plan | null): Promise<CheckUp[]> => {
  const github = connect({ ...access, token: access.tokens.bot, throttle: false });
  try {
    const identities = await checkIdentities(access);
    return [
      identities.found,
      ...(await checkRights(github, plan)),
      await checkApproval(github),
      ...(plan ? await checkBase(github, plan, identities.isTwo) : []),
      ...(plan ? await checkCi(github, plan) : []),
      ...(plan ? await checkAssignees(github, plan) : []),
      ...(await checkHeadroom(github, plan)),
    ];
  } catch (error) {
    return [asProblem("token", error)];
  }
};

const checkIdentities = async (access: GitHubAccess): Promise<{ found: CheckUp; isTwo: boolean }> => {
  const { bot, reviewer } = access.tokens;
  const writer = await loginOf({ ...access, token: bot });
  const judge = bot === reviewer ? writer : await loginOf({ ...access, token: reviewer });
  const isTwo = bot !== reviewer && (writer === null || writer !== judge);
  if (isTwo) {
    return { found: ok("identities", `${named(writer)} writes, ${named(judge)} judges`), isTwo };
  }
  const message = `${named(writer)} writes and judges: nobody approves their own pull request, so verdicts are comments and a status`;
  const fix = "for formal approvals set MILEPOST_REVIEWER_TOKEN to a second identity's token";
  return { found: warning("identities", message, fix), isTwo };
};

const named = (login: string | null): string => login ?? "an App";

const checkRights = async (github: GitHub, plan: Plan | null): Promise<CheckUp[]> => {
  const name = `${github.owner}/${github.repo}`;
  const found = await orNull(github.octokit.rest.repos.get(at(github)));
  if (!found) {
    return [
      problem("rights", `the token does not see ${name}`, "check the name, and give the token access to it"),
    ];
  }
  const { permissions, archived, has_issues } = found.data;
  if (archived) return [problem("rights", `${name} is archived`, "unarchive it in its settings")];
  return [
    permissions?.push === false
      ? problem(
          "rights",
          `the token may not write to ${name}`,
          "give it contents, issues and pull requests: write",
        )
      : ok("rights", `the token may write to ${name}`),
    ...(plan ? [mergeMethod(plan, methodsIn(found.data))] : []),
    ...(has_issues ? [] : [problem("issues", `${name} has no issues`, "turn them on in its settings")]),
  ];
};

/** How what is approved will be merged. */
const mergeMethod = (plan: Plan, allowed: readonly PlanMergeMethod[]): CheckUp => {
  const method = mergeMethodOf(plan, allowed);
  const ways = `the repository allows ${allowed.join(", ")}`;
  if (allowed.includes(method)) {
    const who = plan.merge === "auto" ? `merges by ${method}` : "people merge";
    return ok("merge method", `${who}; ${ways}`);
  }
  const fix = `set \`mergeMethod\` in the plan to one of them, or leave it out`;
  return (plan.merge === "auto" ? problem : warning)(
    "merge method",
    `the plan merges by ${method}, and ${ways}`,
    fix,
  );
};

const checkApproval = async (github: GitHub): Promise<CheckUp> => {
  const asked = github.octokit.rest.actions.getGithubActionsDefaultWorkflowPermissionsRepository(at(github));
  const found = await orNull(asked);
  const where = "Settings → Actions → General → Allow GitHub Actions to create and approve pull requests";
  if (!found) return warning("approval setting", "the token may not read it", `look at ${where}`);
  if (found.data.can_approve_pull_request_reviews) {
    return ok("approval setting", "workflows may create and approve pull requests");
  }
  return warning(
    "approval setting",
    "workflows may not create or approve pull requests: runs by GITHUB_TOKEN stop at the first one",
    `turn it on in ${where}, or use an App`,
  );
};

const checkBase = async (github: GitHub, plan: Plan, isTwo: boolean): Promise<CheckUp[]> => {
  const branch = await orNull(github.octokit.rest.repos.getBranch({ ...at(github), branch: plan.base }));
  if (!branch) {
    return [
      problem("base on GitHub", `there is no branch ${plan.base}`, `push it: git push origin ${plan.base}`),
    ];
  }
  return await checkRules(github, plan, isTwo);
};

/** What one todo takes, as `npm run bench` counts it: requests, and creates of issues, pull requests and comments. */
const perTodo = { requests: 22, creates: 6 };
/** Creates an hour, before GitHub asks to slow down (by its documentation). */
const createsAnHour = 500;

const checkHeadroom = async (github: GitHub, plan: Plan | null): Promise<CheckUp[]> => {
  const { limit, remaining, reset } = (await github.octokit.rest.rateLimit.get()).data.resources.core;
  const left = `${remaining} of ${limit} requests left until ${new Date(reset * 1000).toISOString()}`;
  if (!plan) return [ok("headroom", left)];
  const todos = todosOf(plan).length;
  const needed = todos * perTodo.requests;
  const hours = Math.max(needed / limit, (todos * perTodo.creates) / createsAnHour);
  const message = `${left}; ${count(todos, "todo takes", "todos take")} about ${needed}, and ${spanOf(hours)} by GitHub's limits`;
  if (needed <= remaining) return [ok("headroom", message)];
  return [warning("headroom", message, "nothing to do: a run waits for the limit and goes on")];
};

const spanOf = (hours: number): string =>
  hours < 1
    ? `at least ${count(Math.max(1, Math.ceil(hours * 60)), "minute")}`
    : `at least ${hours.toFixed(1)} hours`;
