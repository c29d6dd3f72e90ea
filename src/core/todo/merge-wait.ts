import { z } from "zod";
import { cut } from "../key.ts";
import { openObject } from "../open-object.ts";

/*
 * Why approved work is not merged yet, where more than the rest of the plan is waited for: a code with its data, and here
 * alone the words for it.
 */

const sha = z.string().regex(/^[0-9a-f]{40}$/);
const names = z.array(z.string().max(300)).max(20);

/** Longest answer of the forge that is kept, in characters. */
const maxSaid = 500;

export const mergeWaitSchema = z.discriminatedUnion("code", [
  /** Workflows that begin when somebody with write access says so. */
  openObject({ code: z.literal("approval"), url: z.string().max(500) }),
  /** Checks that do not end. */
  openObject({ code: z.literal("hung"), checks: names, minutes: z.number() }),
  /** The token may not read what checks say. */
  openObject({ code: z.literal("unread"), said: z.string().max(maxSaid) }),
  /** Checks that the base requires, and that nothing has begun. */
  openObject({ code: z.literal("not-run"), checks: names }),
  /** The forge declined to merge it, in its own words; when it did so first, ISO 8601, and whether a person was asked. */
  openObject({
    ...{ code: z.literal("declined"), said: z.string().max(maxSaid) },
    ...{ at: z.iso.datetime(), asked: z.boolean() },
  }),
  /** It is in the base's merge queue, or was when this was written: at this head for the first time, or the second. */
  openObject({
    ...{ code: z.literal("queued"), head: sha, at: z.iso.datetime() },
    times: z.int().min(1).default(1),
  }),
  /** It came out of the merge queue again, and not merged. */
  openObject({ code: z.literal("ejected"), head: sha, said: z.string().max(maxSaid) }),
]);
export type MergeWait = z.output<typeof mergeWaitSchema>;

/** Names as a record keeps them. */
export const keptNames = (all: readonly string[]): string[] =>
  all.slice(0, 20).map((name) => cut(name.replace(/\s+/g, " "), 300));

/** What the forge said as a record keeps it: on one line. */
export const keptAnswer = (said: string): string => cut(said.replace(/\s+/g, " ").trim(), maxSaid);

/**
 * Whether what the forge wants before a merge may come by itself, by its words: checks that still run, or something that
 * it is at.
 */
export const mayPass = (said: string): boolean =>
  /\b(?:is|are) (?:expected|pending|queued|in progress)\b|have not (?:completed|succeeded)|in the merge queue|being (?:computed|merged|updated)|was modified|try (?:the merge )?again/i.test(
    said,
  );

/** Whether a person has to do something about it. */
export const isForPerson = (wait: MergeWait): boolean =>
  wait.code === "declined" ? wait.asked : wait.code !== "queued";

/** What a merge waits for, in words, with what a person can do about it. */
export const mergeWaitText = (wait: MergeWait): string => {
  switch (wait.code) {
    case "approval":
      return `its workflows wait for somebody with write access to let them run: ${wait.url}`;
    case "hung":
      return `${listed(wait.checks)} did not end within ${wait.minutes} min (\`ci.minutes\`): cancel or run it again`;
    case "unread":
      return `what the checks say cannot be read (${wait.said}): give the token \`checks: read\` and \`statuses: read\`, or set \`ci: { wait: none }\` in the plan`;
    case "not-run":
      return `${listed(wait.checks)} must have passed there, and nothing runs it at its head: start it, or no longer require it`;
    case "declined":
      return `the forge declines to merge it: ${wait.said}`;
    case "queued":
      return "it is in the merge queue";
    case "ejected":
      return `it came out of the merge queue: ${wait.said}; put it in again, or push to it`;
    default:
      return wait satisfies never;
  }
};

const listed = (names: readonly string[]): string =>
  names.length === 0 ? "something" : names.map((name) => `"${name}"`).join(", ");
