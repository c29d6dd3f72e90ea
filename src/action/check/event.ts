import { z } from "zod";
import { MilepostError } from "../../core/error.ts";
import { todoIn } from "../../core/lane/pull-body.ts";
import type { JobEvent } from "../event.ts";

const sha = z.string().regex(/^[0-9a-f]{40}$/);
const repository = z.object({ full_name: z.string() });
const pullPayload = z.object({
  number: z.int().min(1),
  body: z.string().nullish(),
  base: z.object({ ref: z.string(), sha, repo: repository }),
  head: z.object({ ref: z.string(), sha, repo: repository.nullable() }),
});
const payload = z.union([
  z.object({ pull_request: pullPayload }),
  z.object({
    merge_group: z.object({
      base_ref: z.string(),
      base_sha: sha,
      head_ref: z.string().regex(/\/pr-[1-9]\d*-/),
      head_sha: sha,
    }),
  }),
]);

/** The pull request that an event is about. */
export interface CheckedPull {
  readonly number: number;
  readonly base: { readonly ref: string; readonly sha: string };
  readonly head: { readonly ref: string; readonly sha: string };
  /** The issue of the todo that it says it is of. */
  readonly todo: number | null;
  /** Whether it comes from another repository, or from one that is gone. */
  readonly isFork: boolean;
}

/** What a merge queue would bring of one pull request: from what is ahead of it in the queue to what it makes of that. */
export interface QueuedChange {
  readonly number: number;
  readonly base: { readonly ref: string; readonly sha: string };
  readonly head: { readonly sha: string };
}

export type CheckedEvent =
  | ({ readonly kind: "pull" } & CheckedPull)
  | ({ readonly kind: "queued" } & QueuedChange);

/** Reads what an event is about; @throws {MilepostError} when it is about no pull request. */
export const checkedEventOf = ({ name, payload: given }: JobEvent): CheckedEvent => {
  const read = payload.safeParse(given);
  if (!read.success) {
    throw new MilepostError(`the event ${name} is about no pull request`, {
      hint: "start this workflow `on: pull_request` or `merge_group`",
      cause: read.error,
    });
  }
  if ("pull_request" in read.data) return { kind: "pull", ...asChecked(read.data.pull_request) };
  const { base_ref, base_sha, head_ref, head_sha } = read.data.merge_group;
  return {
    kind: "queued",
    number: Number(/\/pr-(\d+)-/.exec(head_ref)?.[1]),
    base: { ref: base_ref.replace(/^refs\/heads\//, ""), sha: base_sha },
    head: { sha: head_sha },
  };
};

/** A pull request as events and the API alike show it. */
export const asChecked = ({ number, body, base, head }: z.output<typeof pullPayload>): CheckedPull => ({
  number,
  base: { ref: base.ref, sha: base.sha },
  head: { ref: head.ref, sha: head.sha },
  todo: todoIn(body),
  isFork: head.repo?.full_name !== base.repo.full_name,
});
