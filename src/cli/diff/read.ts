import { MilepostError } from "../../core/error.ts";
import type { Plan } from "../../core/plan/plan.ts";
import type { DesiredTodo } from "../../core/todo/desired.ts";
import { at, type GitHub, statusOf } from "../../github/client.ts";
import type { OpenForge } from "../open-forge.ts";
import { readDesired } from "../status-report/read.ts";
import { todoNamed } from "../status-report/todo.ts";

/** What a todo changes. */
interface TodoDiff {
  readonly plan: string;
  readonly todo: string;
  readonly order: string;
  /** From where to where, in words. */
  readonly from: string;
  readonly to: string;
  readonly diff: string;
}

/**
 * The change of a todo against its base, or what is new in a round since the one before.
 *
 * @throws {MilepostError} when there is none.
 */
export const readDiff = async (
  plan: Plan,
  look: OpenForge | null,
  { name, round }: { name: string; round: number | undefined },
): Promise<TodoDiff> => {
  if (!look)
    throw new MilepostError("nothing has run here yet", { hint: "begin with `milepost run <plan>`" });
  const one = todoNamed((await readDesired(plan, look)).todos, plan, name);
  const { id: todo, order } = one.todo;
  const change = round === undefined ? wholeChange(one, look.github) : changeOf(one, round, look.github);
  return { plan: plan.id, todo, order, ...(await change) };
};

type Change = Pick<TodoDiff, "from" | "to" | "diff">;

/** What the next lane would go on from goes before what was published. */
const wholeChange = async ({ todo, record }: DesiredTodo, github: GitHub): Promise<Change> => {
  const from = record.base ?? "its base";
  if (record.resume !== null) {
    const to = `${short(record.resume)}, which no gate has let pass yet`;
    return { from, to, diff: await compared(github, record.base ?? "", record.resume) };
  }
  if (record.pull === null)
    throw new MilepostError(`nothing of ${todo.id} was handed in yet`, {
      hint: `\`milepost show ${todo.order}\` says how it stands, \`milepost worktrees\` where its agent works`,
    });
  const { data } = await github.octokit.request("GET /repos/{owner}/{repo}/pulls/{pull_number}", {
    ...{ ...at(github), pull_number: record.pull },
    headers: { accept: asDiff },
  });
  return { from, to: `pull request #${record.pull}`, diff: textOf(data) };
};

/** What round `round` reviewed, against what the review before it did. */
const changeOf = async ({ todo, record }: DesiredTodo, round: number, github: GitHub): Promise<Change> => {
  const heads =
    record.pull === null ? new Map<number, string>() : await reviewedIn(github, record.pull, todo);
  const head = heads.get(round);
  if (head === undefined || record.pull === null)
    throw new MilepostError(`${todo.id} was not reviewed in a round ${round}`, {
      hint: heads.size === 0 ? "it has no review yet" : `it was in ${[...heads.keys()].join(", ")}`,
    });
  const to = `round ${round}, ${short(head)}`;
  const before = Math.max(...[...heads.keys()].filter((one) => one < round));
  const last = heads.get(before);
  if (last !== undefined)
    return { from: `round ${before}, ${short(last)}`, to, diff: await compared(github, last, head) };
  const base = await baseOf(github, record.pull);
  return { from: record.base ?? short(base), to, diff: await compared(github, base, head) };
};

const short = (sha: string): string => sha.slice(0, 10);

/** The head that each round's review judged, by round. */
export const reviewedIn = async (
  github: GitHub,
  pull_number: number,
  { id }: DesiredTodo["todo"],
): Promise<Map<number, string>> => {
  const { octokit } = github;
  const asked = { ...at(github), pull_number, per_page: 100 };
  const reviews = await octokit.paginate(octokit.rest.pulls.listReviews, asked);
  return new Map(
    reviews.flatMap(({ body, commit_id }): [number, string][] => {
      const [, todo, round, head] = reviewMark.exec(body) ?? [];
      // Whoever copies a mark reviews a commit of their own.
      return todo === id && round !== undefined && head === commit_id ? [[Number(round), head]] : [];
    }),
  );
};

/** What a review of ours is known by, as settle writes it. */
const reviewMark = /<!-- milepost-note review \S+ (\S+) (\d+) ([0-9a-f]{40}) -->/;

/** The commit that the pull request is to end in; of a merged one, as it was before. */
const baseOf = async (github: GitHub, pull_number: number): Promise<string> =>
  (await github.octokit.rest.pulls.get({ ...at(github), pull_number })).data.base.sha;

const asDiff = "application/vnd.github.diff";

const compared = async (github: GitHub, base: string, head: string): Promise<string> => {
  const asked = { ...at(github), basehead: `${base}...${head}`, headers: { accept: asDiff } };
  try {
    const { data } = await github.octokit.request("GET /repos/{owner}/{repo}/compare/{basehead}", asked);
    return textOf(data);
  } catch (error) {
    if (statusOf(error) !== 404) throw error;
    throw new MilepostError(`the forge does not have ${short(base)} or ${short(head)} any more`, {
      hint: "what was pushed over is gone; the whole change is `milepost diff` without --round",
      cause: error,
    });
  }
};

const textOf = (data: unknown): string => (typeof data === "string" ? data : "");
