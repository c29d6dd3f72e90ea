import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { MergeOutcome } from "../steps/ports.ts";
import { at, type GitHub, saidBy, statusOf } from "./client.ts";

/*
 * Asynchronous merges: GitHub merges pull requests of its own stacks in no other way.
 */

const result = z.object({
  status: z.enum(["pending", "merged", "enqueued", "failed"]),
  details: z.object({ message: z.string(), uuid: z.string().optional(), sha: z.string().optional() }),
});
type Result = z.output<typeof result>;

interface Way {
  readonly method: "merge" | "squash" | "rebase";
  readonly commit_title?: string;
  readonly commit_message?: string;
}

type AsyncOutcome = { readonly sha: string } | { readonly outcome: MergeOutcome };

/** Times that a merge is asked about, a second apart; it goes on when nobody asks. */
const maxAsks = 30;

/** Merges a pull request that somebody put into a stack of the forge's; `null` when it is in none. */
export const mergeAsync = async (
  github: GitHub,
  { number, head }: { readonly number: number; readonly head: string },
  { method, ...texts }: Way,
): Promise<AsyncOutcome | null> => {
  const { data } = await github.octokit.rest.pulls.get({ ...at(github), pull_number: number });
  if (!("stack" in data) || !data.stack) return null;
  const place = { ...at(github), pull_number: number };
  const body = { ...place, sha: head, merge_method: method, ...texts, request: { retries: 0 } };
  try {
    const { data } = await github.octokit.request(`PUT ${route}`, body);
    return await ended(result.parse(data), (uuid) =>
      github.octokit
        .request(`GET ${route}/{uuid}`, { ...place, uuid })
        .then((asked) => result.parse(asked.data)),
    );
  } catch (error) {
    const status = statusOf(error);
    if (!(error instanceof Error) || status === null || status >= 500 || status === 429) throw error;
    return { outcome: { declined: answerOf(error) } };
  }
};

const route = "/repos/{owner}/{repo}/pulls/{pull_number}/merge-async";

const ended = async (first: Result, ask: (uuid: string) => Promise<Result>): Promise<AsyncOutcome> => {
  let known = first;
  const { uuid } = first.details;
  for (let asks = 0; known.status === "pending" && uuid !== undefined && asks < maxAsks; asks += 1) {
    await sleep(asks === 0 ? 50 : 1000);
    known = await ask(uuid);
  }
  const { status, details } = known;
  switch (status) {
    case "merged":
      return details.sha === undefined ? { outcome: "merged" } : { sha: details.sha };
    case "enqueued":
      return { outcome: "queued" };
    case "pending":
      return { outcome: { declined: "it is being merged" } };
    case "failed":
      return { outcome: { declined: details.message } };
    default:
      return status satisfies never;
  }
};

/** What was answered, where a result says why instead of an error's message. */
const answerOf = (error: Error): string => {
  const data = "response" in error ? (error.response as { data?: unknown } | undefined)?.data : undefined;
  return result.safeParse(data).data?.details.message ?? saidBy(error);
};
