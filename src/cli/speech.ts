import { setTimeout as sleep } from "node:timers/promises";
import { outcomeOf, type ReplyOutcome, replyText } from "../core/command/reply.ts";
import { inboxChanges } from "../core/decide/tracking.ts";
import { MilepostError } from "../core/error.ts";
import { didYouMean } from "../core/plan/nearest.ts";
import type { Plan } from "../core/plan/plan.ts";
import type { Snapshot } from "../core/snapshot/snapshot.ts";
import type { UserRepository } from "../git/repositories/repository.ts";
import { at, type GitHub } from "../github/client.ts";
import { isConnectionLost, isConnectionRefused } from "../github/connection-errors.ts";
import { findReply } from "../github/conversation.ts";
import { forgeOf } from "../github/forge.ts";
import { snapshotReader } from "../github/snapshot.ts";
import { applyAll } from "../steps/apply.ts";
import { processComments } from "../steps/command.ts";
import type { SnapshotReader } from "../steps/ports.ts";
import { type OpenForge, openForge } from "./open-forge.ts";

/** A command as a comment in a person's name. */
interface Speech {
  readonly plan: Plan;
  readonly repository: UserRepository;
  /** `undefined` when it is about the whole plan. */
  readonly todo: string | undefined;
  readonly body: string;
  readonly begun: Date;
}

/** Whether the forge has the comment. */
type Taken =
  | { readonly kind: "not taken" }
  /** A run hung up while it was sent; `earlier` are comments of the same words from before. */
  | { readonly kind: "unsure"; readonly earlier: readonly number[] }
  | (Posted & { readonly kind: "taken" });

/** Says it on the forge, and waits for its answer; obeys it itself where no run is at work. */
export const say = (speech: Speech, look: OpenForge): Promise<Spoken> =>
  speak(speech, look, { kind: "not taken" });

/** A run that is spoken to may end at any moment, at a stop for one: then its forge is looked at again. */
const speak = async (speech: Speech, given: OpenForge, before: Taken): Promise<Spoken> => {
  await using look = given;
  let taken = before;
  const reader = snapshotReader(look.github, speech.plan, look.livenessOf);
  try {
    if (taken.kind !== "taken") {
      const { snapshot: seen } = await reader.read();
      const issue = issueOf(seen, speech.plan, speech.todo);
      // A forge of our own does not hang up, so nobody will ask what was said before.
      const alike: readonly number[] =
        look.isLive || before.kind === "unsure" ? await findAlike(look, issue, speech) : [];
      const earlier: readonly number[] = before.kind === "unsure" ? before.earlier : alike;
      const comment = alike.find((id) => !earlier.includes(id));
      taken = { kind: "unsure", earlier };
      taken = {
        kind: "taken",
        ...(comment === undefined ? await post(look, issue, speech.body) : { comment, issue }),
      };
    }
    const { comment, issue } = taken;
    const answer = await answerTo({ comment, issue }, speech.plan, { ...look, reader });
    return { comment, issue, ...answer, running: look.isLive };
  } catch (error) {
    if (!look.isLive || !isConnectionLost(error)) throw error;
    if (taken.kind === "unsure" && isConnectionRefused(error)) taken = before;
    return await speak(speech, await lookAgain(speech, taken), taken);
  }
};

/** Looks at the forge of a run that has ended. @throws {MilepostError} that says what became of the comment. */
const lookAgain = async ({ repository }: Speech, taken: Taken): Promise<OpenForge> => {
  const look = await openForge(repository).catch((cause: unknown) => {
    throw hungUp(taken, cause);
  });
  if (look) return look;
  throw hungUp(taken, null);
};

const hungUp = ({ kind }: Taken, cause: unknown): MilepostError => {
  switch (kind) {
    case "taken":
      return new MilepostError("the run has ended after it took the comment, before it answered", {
        hint: "do not say it again: the next `milepost run` of this plan answers it",
        cause,
      });
    case "not taken":
      return new MilepostError("the run has ended before it took the comment", {
        hint: "say it again: nothing of it is on the forge",
        cause,
      });
    case "unsure":
      return new MilepostError("the run has ended while the comment was sent; it may have taken it", {
        hint: "see with `milepost status` whether it was obeyed, and else say it again",
        cause,
      });
    default:
      return kind satisfies never;
  }
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

const post = async ({ person }: OpenForge, issue: number, body: string): Promise<Posted> => {
  const { data } = await person.octokit.rest.issues.createComment({
    ...at(person),
    issue_number: issue,
    body,
  });
  return { comment: data.id, issue };
};

/** The person's comments of these very words, from the second on in which it was begun. */
const findAlike = async (
  { person }: OpenForge,
  issue_number: number,
  { body, begun }: Speech,
): Promise<number[]> => {
  const login = await loginOf(person);
  const comments = await person.octokit.paginate(person.octokit.rest.issues.listComments, {
    ...at(person),
    issue_number,
    since: `${begun.toISOString().slice(0, 19)}Z`,
    per_page: 100,
  });
  return comments.flatMap((one) => (one.user?.login === login && one.body === body ? one.id : []));
};

interface Answer {
  readonly outcome: ReplyOutcome;
  readonly text: string;
}

/** What became of a comment; `running`: a run is at work, which goes on from it. */
type Spoken = Posted & Answer & { readonly running: boolean };

const asAnswer = (body: string): Answer => ({
  outcome: outcomeOf(body) ?? "waiting",
  text: replyText(body).trim(),
});

/** A forge, and what was read of it by now: of that only what changed is read again. */
type Reading = Pick<OpenForge, "github" | "isLive" | "livenessOf"> & { readonly reader: SnapshotReader };

const answerTo = (comment: Posted, plan: Plan, look: Reading): Promise<Answer> =>
  look.isLive ? waitForAnswer(look.github, comment) : answerNow(plan, look, comment);

/** Nobody else is at work here: the command is obeyed on the spot, and the next run goes on from that. */
const answerNow = async (
  plan: Plan,
  { github, livenessOf, reader }: Reading,
  { comment, issue }: Posted,
): Promise<Answer> => {
  const forge = forgeOf({ bot: github, reviewer: github });
  const now = () => new Date();
  const ports = { forge, reader, publisher: noPublisher, plan, run: "say", livenessOf, now };
  const { replies, desired } = await processComments(ports, comment);
  // Else each word would read all that were said since the last run.
  await applyAll(ports, inboxChanges(desired.snapshot));
  const reply =
    replies.find((one) => one.comment === comment) ??
    (await replyTo({ comment, issue }, github, await loginOf(github)));
  return reply ? asAnswer(reply.body) : unanswered;
};

/** Commands change records: none has a pull request judged. */
const noGit = (): Promise<never> => Promise.reject(new Error("a command asked git for something"));
const noPublisher = { fetch: noGit, facts: noGit, contains: noGit };

const unanswered: Answer = {
  outcome: "waiting",
  text: "It is said; whoever orchestrates this plan next answers it.",
};

/** A run hears within about a second; it may be in the middle of something that takes longer. */
const maxTries = 60;
const pauseMs = 250;

const waitForAnswer = async (github: GitHub, posted: Posted): Promise<Answer> => {
  const login = await loginOf(github);
  for (let tries = 0; tries < maxTries; tries += 1) {
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
