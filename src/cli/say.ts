import { setTimeout as sleep } from "node:timers/promises";
import { type Outcome, outcomeOf, replyText } from "../core/command/reply.ts";
import { MilepostError } from "../core/error.ts";
import { didYouMean } from "../core/plan/nearest.ts";
import type { Plan } from "../core/plan/plan.ts";
import type { Snapshot } from "../core/snapshot/snapshot.ts";
import { openRepository, type UserRepository } from "../git/repositories/repository.ts";
import { at, type GitHub } from "../github/client.ts";
import { findReply } from "../github/conversation.ts";
import { forgeOf } from "../github/forge.ts";
import { snapshotReader } from "../github/snapshot.ts";
import { attend } from "../steps/command.ts";
import { exits } from "./exit.ts";
import { type Look, lookAt } from "./look.ts";
import { readPlan } from "./plan.ts";

export interface SayCommandOptions {
  readonly repo: string;
  /** Id or order of the todo that it is about; the whole plan when not given. */
  readonly todo?: string;
  readonly json?: boolean;
}

/** `milepost say`: a command as a comment on the local forge, in the owner's name, and its answer. */
export const say = async (
  file: string,
  words: readonly string[],
  { repo, todo, json }: SayCommandOptions,
): Promise<number> => {
  const plan = await readPlan(file);
  const repository = await openRepository(repo);
  await using look = await lookAt(repository);
  if (!look)
    throw new MilepostError("nothing has run here yet", { hint: `begin with \`milepost run ${file}\`` });
  const seen = await snapshotReader(look.github, plan, look.standing).read();
  const comment = await post(look, issueOf(seen, plan, todo), `/milepost ${words.join(" ")}`);
  const answer = await answerTo(comment, { plan, repository, look });
  process.stdout.write(`${json ? JSON.stringify({ type: "answer", ...comment, ...answer }) : answer.text}\n`);
  return answer.outcome === "obeyed" || answer.outcome === "waiting" ? exits.done : exits.error;
};

const issueOf = ({ tracking, todos }: Snapshot, plan: Plan, todo: string | undefined): number => {
  if (todo === undefined) {
    if (tracking) return tracking.issue.number;
    throw new MilepostError(`the plan ${plan.id} has no tracking issue yet`, { hint: "run it first" });
  }
  const all = [...todos.values()];
  const found = all.find(({ record }) => record.todo === todo || record.order === todo);
  if (found) return found.issue.number;
  const near = didYouMean(
    todo,
    all.map(({ record }) => record.todo),
  );
  throw new MilepostError(`the forge has no todo ${todo} of the plan ${plan.id}${near}`, {
    hint: "`milepost status` lists ids and orders; what has no issue yet is changed in the plan file",
  });
};

interface Posted {
  /** The comment's id on the forge. */
  readonly comment: number;
  readonly issue: number;
}

const post = async ({ person }: Look, issue: number, body: string): Promise<Posted> => {
  const { data } = await person.octokit.rest.issues.createComment({
    ...at(person),
    issue_number: issue,
    body,
  });
  return { comment: data.id, issue };
};

interface Answer {
  readonly outcome: Outcome;
  readonly text: string;
}

const asAnswer = (body: string): Answer => ({
  outcome: outcomeOf(body) ?? "waiting",
  text: replyText(body).trim(),
});

/** A run that is spoken to may end before it answers, at a stop for one: then its forge is looked at again. */
const answerTo = async (
  comment: Posted,
  { plan, repository, look }: { plan: Plan; repository: UserRepository; look: Look },
): Promise<Answer> => {
  if (!look.isLive) return await answerNow(plan, look, comment);
  try {
    return await waitForAnswer(look.github, comment);
  } catch (error) {
    if (!isGone(error)) throw error;
    await using next = await lookAt(repository);
    return next ? await answerTo(comment, { plan, repository, look: next }) : unanswered;
  }
};

/** Whether nobody listens any more, or hung up in the middle. */
const isGone = (error: unknown): boolean =>
  error instanceof Error &&
  (("code" in error && (error.code === "ECONNREFUSED" || error.code === "ECONNRESET")) ||
    isGone(error.cause));

/** Nobody else is at work here: the command is obeyed on the spot, and the next run goes on from that. */
const answerNow = async (
  plan: Plan,
  { github, standing }: Look,
  { comment, issue }: Posted,
): Promise<Answer> => {
  const reader = snapshotReader(github, plan, standing);
  const forge = forgeOf({ bot: github, reviewer: github });
  const { replies } = await attend({ forge, reader, plan, run: "say", standing }, comment);
  const reply =
    replies.find((one) => one.comment === comment) ??
    (await replyTo({ comment, issue }, github, await loginOf(github)));
  return reply ? asAnswer(reply.body) : unanswered;
};

const unanswered: Answer = {
  outcome: "waiting",
  text: "It is said; whoever orchestrates this plan next answers it.",
};

/** A run hears within about a second; it may be in the middle of something that takes longer. */
const mostTries = 60;
const pauseMs = 250;

const waitForAnswer = async (github: GitHub, posted: Posted): Promise<Answer> => {
  const login = await loginOf(github);
  for (let tries = 0; tries < mostTries; tries += 1) {
    const reply = await replyTo(posted, github, login);
    if (reply) return asAnswer(reply.body);
    await sleep(pauseMs);
  }
  return unanswered;
};

/** Only an answer of our own account counts. */
const loginOf = async ({ octokit }: GitHub): Promise<string> =>
  (await octokit.rest.users.getAuthenticated()).data.login;

const replyTo = ({ comment, issue }: Posted, github: GitHub, login: string) =>
  findReply(github, { id: comment, issue }, login);
