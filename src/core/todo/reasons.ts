import { z } from "zod";
import { dollars, minutes } from "../cost/words.ts";
import { count } from "../count.ts";
import { cut } from "../key.ts";
import { unattributedSchema, unattributedText } from "../lane/unattributed.ts";
import { openObject } from "../open-object.ts";
import { repositoryPaths } from "../repository-path.ts";

/*
 * Why a todo waits for a person: a code with its data, and here alone the words for it.
 */

/** Longest text of a program or of the forge that a reason quotes, in characters. */
export const maxSaid = 1900;
const said = z.string().max(maxSaid);
const name = z.string().max(300);
const many = z.int().min(0);

/** Paths that a person is offered to open at once; of more they name folders. */
export const maxOffered = 10;

/** Why an attempt failed. */
const failureSchema = z.discriminatedUnion("kind", [
  /** A step broke off, or its program failed, in its own words. */
  openObject({ kind: z.literal("broken"), said }),
  openObject({ kind: z.literal("unchanged"), said }),
  /** Gates, by name, with what they said, a line or more for each. */
  openObject({
    ...{ kind: z.literal("gates"), gates: z.array(name).max(20), said },
    /** What a person may open to it, where its paths are what fails. */
    paths: repositoryPaths.max(maxOffered).optional(),
  }),
]);
export type Failure = z.output<typeof failureSchema>;

/** The gates whose failure a grant of paths may end. */
export const pathGates: ReadonlySet<string> = new Set(["scope", "protected"]);

/** Why an end is nobody's fault: what a program met, or the forge. */
export const excuses = [
  ...["limited", "overloaded", "offline", "cut-stream", "no-answer"],
  ...["forge-limited", "forge-offline"],
] as const satisfies readonly string[];
export type Excuse = (typeof excuses)[number];

/** Objections that a reason names. */
export const maxObjections = 3;

/** What stands against a change, and how much more does. */
const objections = {
  objections: z
    .array(
      openObject({
        path: z.string().max(200).nullable(),
        line: z.int().min(1).nullable(),
        text: z.string().max(900),
      }),
    )
    .max(maxObjections),
  more: many,
};
export type Objections = z.output<z.ZodObject<typeof objections>>;

export const reasonSchema = z.discriminatedUnion("code", [
  openObject({ code: z.literal("agent-asks"), said }),
  openObject({ code: z.literal("paths-wanted"), paths: repositoryPaths }),
  /** A machine, a right or a setting is not as the plan needs it. */
  openObject({ code: z.literal("set-up"), said }),
  openObject({ code: z.literal("unattributed"), ...unattributedSchema.shape }),
  openObject({ code: z.literal("attempts-failed"), attempts: many, last: failureSchema }),
  openObject({ code: z.literal("runs-ended"), runs: many }),
  openObject({ code: z.literal("excused-often"), times: many, excuse: z.enum(excuses), said }),
  /** The account of a program is one that only a person can mend. */
  openObject({
    ...{ code: z.literal("account"), account: name },
    ...{ problem: z.enum(["no-credit", "wrong-key"]), said },
  }),
  openObject({ code: z.literal("declined"), account: name, problem: z.enum(["too-long", "declined"]), said }),
  openObject({
    ...{ code: z.literal("over-budget"), limit: z.enum(["todoUsd", "todoMinutes"]) },
    ...{ most: z.number(), spent: z.number() },
  }),
  openObject({ code: z.literal("commits-of-others"), said }),
  openObject({ code: z.literal("unreadable"), said }),
  openObject({ code: z.literal("unchanged"), said, ...objections }),
  openObject({ code: z.literal("same-finding"), running: many, ...objections }),
  openObject({ code: z.literal("rounds-used-up"), rounds: many, ...objections }),
  openObject({ code: z.literal("no-round-left"), ask: name }),
  openObject({ code: z.literal("pull-closed"), pull: many }),
  openObject({ code: z.literal("pull-astray"), pull: many, into: name, base: name, branch: name }),
  openObject({ code: z.literal("follow-ups-deep"), rounds: many }),
  openObject({ code: z.literal("follow-ups-many"), opened: many, asked: many, limit: many }),
  openObject({ code: z.literal("branch-taken"), branch: name }),
  /** As a version wrote it that kept words instead of codes. */
  openObject({ code: z.literal("untold"), said: z.string().max(2000) }),
]);
export type Reason = z.output<typeof reasonSchema>;
export type ReasonOf<C extends Reason["code"]> = Extract<Reason, { code: C }>;

/** The reason with what it quotes cut to so many characters. */
export const shortReason = (reason: Reason, most: number): Reason => {
  if ("said" in reason) return { ...reason, said: cut(reason.said, most) };
  if (reason.code !== "attempts-failed") return reason;
  return { ...reason, last: { ...reason.last, said: cut(reason.last.said, most) } };
};

/** A reason in words, with what a person can do about it; below the first line is what a gate or a program said. */
export const reasonText = (reason: Reason): string => {
  switch (reason.code) {
    case "agent-asks":
      return `the agent asks for a person: ${reason.said}`;
    case "paths-wanted":
      return `the agent asks for paths that its body does not own: ${reason.paths.join(", ")}`;
    case "set-up":
      return `something has to be set up first: ${reason.said}`;
    case "unattributed":
      return unattributedText(reason);
    case "attempts-failed":
      return `${count(reason.attempts, "attempt")} failed; ${failureText(reason.last)}`;
    case "runs-ended":
      return `${count(reason.runs, "run")} ended without a result: look at the logs, then retry`;
    case "excused-often":
      return `${count(reason.times, "run")} ended before any work was done, the last because ${excuseText(reason.excuse)}: look at the logs, then retry\n${reason.said}`;
    case "account":
      return `${accountText(reason)}\n${reason.said}`;
    case "declined":
      return `${declinedText(reason)}\n${reason.said}`;
    case "over-budget":
      return overBudgetText(reason);
    case "commits-of-others":
      return `the commits of others are not as the gates want them\n${reason.said}`;
    case "unreadable":
      return `the reviewer's verdict cannot be taken, after it was asked again: ${reason.said}`;
    case "unchanged":
      return question(`the agent changed nothing, and it says ${saidText(reason.said)}`, reason);
    case "same-finding":
      return question(`the review asks for the same change ${reason.running} rounds running`, reason);
    case "rounds-used-up":
      return question(`${count(reason.rounds, "round")} of review did not end in an approval`, reason);
    case "no-round-left":
      return `${reason.ask}: all rounds are used up`;
    case "pull-closed":
      return `pull request #${reason.pull} was closed without merging: open it again, its branch first if that is gone, or skip the todo`;
    case "pull-astray":
      return `pull request #${reason.pull} was merged into ${reason.into}, which has not brought it to ${reason.base}: open one from ${reason.branch} to ${reason.base}, or skip the todo`;
    case "follow-ups-deep":
      return `follow-ups came one out of the other, ${count(reason.rounds, "time")} running, and more is asked`;
    case "follow-ups-many":
      return `reviews opened ${count(reason.opened, "follow-up")} of one todo and ask for ${reason.asked} more, and \`limits.followUps\` is ${reason.limit}`;
    case "branch-taken":
      return `a branch ${reason.branch} with other work exists already: rename or delete it, then retry`;
    case "untold":
      return reason.said;
    default:
      return reason satisfies never;
  }
};

/** Why an end is nobody's fault, in words. */
const excuseText = (excuse: Excuse): string => {
  switch (excuse) {
    case "limited":
      return "the usage limit of its account is reached";
    case "overloaded":
      return "its model's server has too much to do";
    case "offline":
      return "its model's server cannot be reached";
    case "cut-stream":
      return "its model's answer broke off";
    case "no-answer":
      return "its model answered nothing";
    case "forge-limited":
      return "the forge's rate limit is reached";
    case "forge-offline":
      return "the forge cannot be reached";
    default:
      return excuse satisfies never;
  }
};

const accountText = ({ account, problem }: ReasonOf<"account">): string =>
  problem === "no-credit"
    ? `the account of ${account} has no credit left, and all that needs it waits: pay it up, then retry`
    : `the key or login of ${account} is not taken, and all that needs it waits: put it right, then retry`;

const declinedText = ({ account, problem }: ReasonOf<"declined">): string =>
  problem === "declined"
    ? `the model of ${account} declines the work: change the todo's words or name another agent, then retry`
    : `the work is longer than the model of ${account} reads: make the todo smaller or name another model, then retry`;

const failureText = (failure: Failure): string => {
  switch (failure.kind) {
    case "broken":
      return failure.said;
    case "unchanged":
      return `the agent changed nothing: ${failure.said}`;
    case "gates":
      return `gates do not pass: ${failure.gates.join(", ")}\n${failure.said}`;
    default:
      return failure satisfies never;
  }
};

const overBudgetText = ({ limit, most, spent }: ReasonOf<"over-budget">): string =>
  limit === "todoUsd"
    ? `it took ${dollars(spent)}, and \`limits.todoUsd\` is ${dollars(most)}: raise it in the plan, then retry`
    : `its programs ran for ${minutes(spent)}, and \`limits.todoMinutes\` is ${most}: raise it in the plan, then retry`;

const question = (what: string, { objections, more }: Objections): string => {
  const named = objections.map(({ path, line, text }) => `${placeText(path, line)}"${text}"`);
  const all = [...named, ...(more > 0 ? [`${more} more`] : [])];
  const asked = named.length === 0 ? "" : `; asked for: ${all.join("; ")}`;
  return `${what}${asked}; decide who is right`;
};

const saidText = (said: string): string =>
  said === "" ? "nothing of it" : `"${cut(said.replace(/\s+/g, " "), 250)}"`;

const placeText = (path: string | null, line: number | null): string =>
  path === null ? "" : `\`${path.replaceAll("`", "'")}${line === null ? "" : `:${line}`}\`, `;
