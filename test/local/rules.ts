import { at, type Place } from "./place.ts";
import type { Ran } from "./world.ts";

/** A CI of one job, "test"; `base` is what else its trigger says of pull requests. */
export const workflowFor = (base = ""): string => `name: Build
on: { pull_request: ${base}, merge_group: }
jobs: { test: { runs-on: ubuntu-latest, steps: [{ run: "true" }] } }
`;

export interface Rule {
  readonly type: string;
  readonly parameters?: object;
}

/** The branches of the plans of these tests. */
export const ownBranches = ["refs/heads/t/**"];

/** A repository and its owner's client. */
interface Ruled extends Pick<Place, "rest"> {
  /** That of a place when not told. */
  readonly at?: typeof at;
}

/** Puts rules on branches, on the default one when not told. */
export const setRules = async (
  { rest, at: where = at }: Ruled,
  rules: readonly Rule[],
  include: readonly string[] = ["~DEFAULT_BRANCH"],
): Promise<void> => {
  await rest.repos.createRepoRuleset({
    ...{ ...where, name: `Rules of ${include.join()}`, target: "branch", enforcement: "active" },
    conditions: { ref_name: { include: [...include], exclude: [] } },
    rules: rules as never,
  });
};

export const checksRule = ({ context = "test", strict = false } = {}): Rule => ({
  type: "required_status_checks",
  parameters: {
    required_status_checks: [{ context }],
    strict_required_status_checks_policy: strict,
  },
});

/** An approval of the last push by another, and every thread resolved. */
export const reviewsRule = (more: object = {}): Rule => ({
  type: "pull_request",
  parameters: {
    ...{ required_approving_review_count: 1, dismiss_stale_reviews_on_push: true },
    ...{ require_code_owner_review: false, require_last_push_approval: true },
    ...{ required_review_thread_resolution: true, ...more },
  },
});

export const queueRule: Rule = { type: "merge_queue", parameters: { merge_method: "SQUASH" } };
export const linearRule: Rule = { type: "required_linear_history" };

/** Has a repository take one way of merging alone. */
export const only = async ({ rest, at: where = at }: Ruled, method: "squash" | "rebase"): Promise<void> => {
  await rest.repos.update({
    ...{ ...where, allow_merge_commit: false },
    ...{ allow_squash_merge: method === "squash", allow_rebase_merge: method === "rebase" },
  });
};

/** Two todos of one body; `ci` waits as long as these tests do. */
export const twoTodos = `merge: auto
parallel: 2
ci: { minutes: 0.1 }
bodies:
  - { body: a, todos: [{ todo: a1, order: 00a, title: A }, { todo: a2, order: 00b, title: A2 }] }
`;

/** And one of another. */
export const threeTodos = `${twoTodos}  - { body: b, todos: [{ todo: b1, order: 00c, title: B }] }
`;

/** The plan closed, with all of it merged. */
export const isClosed = (ran: Ran): void => {
  expect([ran.code, ran.stderr, ran.result.milestone?.state, ran.result.waiting]).toEqual([
    0,
    "",
    "closed",
    [],
  ]);
  expect(ran.result.pulls.filter(({ state }) => state !== "merged")).toEqual([]);
};

/** Branches that were merged at a head at which nothing ran. */
export const mergedWithoutCi = async ({ rest }: Place): Promise<string[]> => {
  const { data: pulls } = await rest.pulls.list({ ...at, state: "closed", per_page: 100 });
  const { data } = await rest.actions.listWorkflowRunsForRepo({
    ...at,
    event: "pull_request",
    per_page: 100,
  });
  const ran = new Set(data.workflow_runs.map(({ head_sha }) => head_sha));
  return pulls.flatMap(({ head }) => (ran.has(head.sha) ? [] : [head.ref]));
};
