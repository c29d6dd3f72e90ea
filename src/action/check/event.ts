import { readFile } from "node:fs/promises";
import { z } from "zod";
import { MilepostError } from "../../core/error.ts";
import { todoIn } from "../../core/lane/pull-body.ts";
import type { Job } from "../job.ts";

const sha = z.string().regex(/^[0-9a-f]{40}$/);
const repository = z.object({ full_name: z.string() });
const payload = z.object({
  pull_request: z.object({
    number: z.int().min(1),
    body: z.string().nullish(),
    base: z.object({ ref: z.string(), sha, repo: repository }),
    head: z.object({ ref: z.string(), sha, repo: repository.nullable() }),
  }),
});

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

/** Reads the event's file; @throws {MilepostError} when it is about no pull request. */
export const readPullEvent = async ({ name, path }: Job["event"]): Promise<CheckedPull> => {
  const read = payload.safeParse(JSON.parse(await readFile(path, "utf8")));
  if (!read.success) {
    throw new MilepostError(`the event ${name} is about no pull request`, {
      hint: "start this workflow `on: pull_request`",
      cause: read.error,
    });
  }
  const { number, body, base, head } = read.data.pull_request;
  return {
    number,
    base: { ref: base.ref, sha: base.sha },
    head: { ref: head.ref, sha: head.sha },
    todo: todoIn(body),
    isFork: head.repo?.full_name !== base.repo.full_name,
  };
};
