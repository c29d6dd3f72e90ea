import type { Board, RequestCount } from "../../core/board/board.ts";
import { MilepostError } from "../../core/error.ts";
import type { DesiredTodo } from "../../core/todo/desired.ts";
import type { UserRepository } from "../../git/repositories/repository.ts";
import { at, type GitHub } from "../../github/client.ts";
import { attemptsIn } from "../../local/attempts.ts";
import { readBoard } from "../../local/board.ts";
import { type ForgeKind, homeOf } from "../../local/home.ts";
import type { PlanSource } from "../../web/plan/source.ts";
import type { TodoStory } from "../../web/plan/story.ts";
import { reviewedIn } from "../diff/read.ts";
import type { FoundPlan } from "../find-plan.ts";
import { howToAnswer } from "../how-to-answer.ts";
import type { OpenForge } from "../open-forge.ts";
import { say } from "../speech.ts";
import { readDesired } from "../status-report/read.ts";
import { readTodo, todoNamed } from "../status-report/todo.ts";
import { openLogTails } from "./log-tail.ts";
import { needIn } from "./need.ts";

interface Sources {
  readonly plans: readonly FoundPlan[];
  readonly repository: UserRepository;
  /** The repository's folder, as it is named in commands. */
  readonly repo: string;
  readonly kind: ForgeKind;
  /** The forge, which whoever opened it closes. */
  readonly look: Omit<OpenForge, typeof Symbol.asyncDispose>;
  /** Where the repository's issues and pull requests are on the web. */
  readonly web: string;
}

/** The plans of a repository for its pages: read from the forge and from what this machine keeps. */
export const planSource = (sources: Sources): PlanSource => {
  const { plans, repository, look, web } = sources;
  const boards = new Map(plans.map((one) => [one.plan.id, remembered(() => boardOf(one, sources))]));
  const found = (id: string) => plans.find(({ plan }) => plan.id === id) ?? null;
  const home = homeOf(repository, sources.kind);
  const logOf = openLogTails();
  return {
    plans: plans.map(({ plan }) => ({ id: plan.id, title: plan.title })),
    repository: { owner: look.github.owner, repo: look.github.repo },
    web,
    board: async (id) => (await boards.get(id)?.read()) ?? null,
    forget: () => {
      for (const { forget } of boards.values()) forget();
    },
    todo: async (id, name) => {
      const one = found(id);
      const board = await boards.get(id)?.read();
      return one && board ? await storyOf(one, { name, board }, sources) : null;
    },
    say: async (id, todo, command) => {
      const one = found(id);
      if (!one) throw new MilepostError(`no plan ${id} is known here`, { hint: "open its board anew" });
      const speech = { plan: one.plan, repository, todo: todo ?? undefined, body: `/milepost ${command}` };
      const answer = await say({ ...speech, begun: new Date() }, keptOpen(look));
      boards.get(id)?.forget();
      return answer;
    },
    log: async (id, todo, { attempt, from }) => {
      const attempts = await attemptsIn(home.handOff(id, todo));
      const one = attempts.find(({ number }) => number === attempt);
      return one ? await logOf(one, from) : null;
    },
  };
};

/** Whoever speaks lets go of the forge that they were given: this one is others', too. */
const keptOpen = (look: Sources["look"]): OpenForge => ({
  ...look,
  [Symbol.asyncDispose]: async () => undefined,
});

/** How long a board is shown before the forge is read anew, in milliseconds: many pages ask at once. */
const fresh = { least: 1500, most: 5000 };

/** Of the time of a run, reading its board takes at most the part that this says. */
const restPerWork = 20;

const remembered = (read: () => Promise<Board>) => {
  let last: { until: number; readonly board: Promise<Board> } | null = null;
  const forget = (): void => {
    last = null;
  };
  const readNow = (): Promise<Board> => {
    const begun = Date.now();
    const one = { until: Number.POSITIVE_INFINITY, board: read() };
    last = one;
    one.board.then(() => {
      const rest = restPerWork * (Date.now() - begun);
      one.until = Date.now() + Math.min(fresh.most, Math.max(fresh.least, rest));
    }, forget);
    return one.board;
  };
  return { forget, read: () => (last && Date.now() < last.until ? last.board : readNow()) };
};

const boardOf = async (
  { plan, file }: FoundPlan,
  { look, repository, repo, kind }: Sources,
): Promise<Board> => {
  const how = howToAnswer({ file, repo, forge: kind });
  const desired = await readDesired(plan, keptOpen(look));
  const requests = await requestsOf(look.github);
  return await readBoard(desired, { home: homeOf(repository, kind), now: new Date(), how, requests });
};

/** What the forge has counted; to ask for it is free. */
const requestsOf = async ({ octokit }: GitHub): Promise<RequestCount | null> => {
  const answer = await octokit.rest.rateLimit.get().catch(() => null);
  if (!answer) return null;
  const { used, limit, reset } = answer.data.resources.core;
  return { used, limit, until: reset * 1000 };
};

/** Rounds of which commits are shown, the last ones. */
const maxRounds = 10;

/** What each round's review judged, and which commits came since the round before. */
const headsOf = async (
  github: GitHub,
  pull: number,
  todo: DesiredTodo["todo"],
): Promise<TodoStory["heads"]> => {
  const reviewed = [...(await reviewedIn(github, pull, todo))]
    .map(([round, head]) => ({ round, head }))
    .sort((a, b) => a.round - b.round)
    .slice(-maxRounds);
  return await Promise.all(
    reviewed.map(async (one, index) => {
      const before = reviewed[index - 1];
      return { ...one, commits: before ? await commitsIn(github, `${before.head}...${one.head}`) : [] };
    }),
  );
};

/** None where one of both is gone. */
const commitsIn = async (github: GitHub, basehead: string): Promise<TodoStory["heads"][0]["commits"]> => {
  const { data } = await github.octokit.rest.repos
    .compareCommitsWithBasehead({ ...at(github), basehead, per_page: 50 })
    .catch(() => ({ data: { commits: [] } }));
  return data.commits.map(({ sha, commit }) => ({ sha, title: commit.message.split("\n")[0] ?? "" }));
};

const storyOf = async (
  found: FoundPlan,
  { name, board }: { name: string; board: Board },
  { look, repository, repo, kind }: Sources,
): Promise<Awaited<ReturnType<PlanSource["todo"]>>> => {
  const status = board.status.bodies.flatMap(({ todos }) => todos).find(({ todo }) => todo === name);
  if (!status) return null;
  const how = howToAnswer({ file: found.file, repo, forge: kind });
  const forge = keptOpen(look);
  const desired = await readDesired(found.plan, forge);
  const { todo } = todoNamed(desired.todos, found.plan, name);
  const details = await readTodo(found, forge, { name, how });
  const body = board.status.bodies.find((one) => one.body === todo.body);
  return {
    ...{ board, status, body: body?.title ?? todo.body, branch: todo.branch, text: todo.text },
    need: needIn(board, name),
    lanes: board.lanes.filter((lane) => lane.todo === name),
    attempts: await attemptsIn(homeOf(repository, kind).handOff(found.plan.id, name)),
    ...{ gates: details.gates, said: details.said },
    ...{ findings: details.record.findings, answers: details.record.answers, spent: status.spent },
    heads: status.pull === null ? [] : await headsOf(look.github, status.pull, todo),
  };
};
