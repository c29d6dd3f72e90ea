import { type Entry, isFirstLane } from "../core/lane/handoff.ts";
import type { LaneResult } from "../core/lane/settlement.ts";
import type { TodoRecord } from "../core/todo/record.ts";
import { decisionOn } from "../core/todo/state.ts";
import { carriedText } from "../core/verdict/carried-text.ts";
import { reviewText } from "../core/verdict/review-text.ts";
import { align } from "./align.ts";
import type { PublisherPort } from "./git-ports.ts";
import type { Forge } from "./ports.ts";

interface PostPorts {
  readonly forge: Pick<Forge, "postReview" | "setStatus" | "alignReviews" | "upsertComment">;
  readonly publisher: Pick<PublisherPort, "fetch" | "diff">;
}

type Reviewed = Extract<LaneResult, { kind: "reviewed" }>;

/** Posts a verdict as a review, and as a status of its head; answers whether the forge took it as a formal one. */
export const postVerdict = async (
  entry: Entry,
  { result, record, pull }: { result: Reviewed; record: TodoRecord; pull: number },
  { forge, publisher }: PostPorts,
): Promise<boolean> => {
  const { verdict, judgement, head } = result;
  const { round } = entry;
  const diff = verdict.findings.length > 0 ? await diffOf(entry, head, publisher) : "";
  const text = reviewText(verdict, { judgement, round, diff });
  const formal = await forge.postReview(pull, {
    name: `review ${entry.plan} ${entry.todo} ${round} ${head}`,
    isNew: isFirstLane(entry),
    event: judgement.approved ? "APPROVE" : "REQUEST_CHANGES",
    commit: head,
    ...text,
  });
  if (judgement.approved && (round > 1 || text.comments.length > 0))
    await align(forge, pull, {
      approved: true,
      answered: record.takenUp,
      why: `Round ${round} approved it.`,
    });
  await forge.setStatus(head, {
    context: "milepost/review",
    ok: judgement.approved,
    description: `Round ${round}: ${judgement.approved ? "approved" : "changes requested"}`,
  });
  return formal;
};

/** A new approval in the reviewer's name that says what it carries: the one before is of another head. */
export const postCarried = async (
  entry: Entry,
  { head, record, pull }: { head: string; record: TodoRecord; pull: number },
  forge: Pick<Forge, "postReview" | "setStatus">,
): Promise<void> => {
  const verdict = decisionOn(record.state);
  if (!verdict) return;
  await forge.postReview(pull, {
    name: `carried ${entry.plan} ${entry.todo} ${head}`,
    isNew: false,
    event: "APPROVE",
    commit: head,
    body: carriedText(verdict, entry),
    comments: [],
  });
  await forge.setStatus(head, {
    context: "milepost/review",
    ok: true,
    description: `Round ${verdict.round}: approved at ${verdict.commit.slice(0, 10)}, and carried`,
  });
};

const diffOf = async (
  { baseSha }: Entry,
  head: string,
  publisher: Pick<PublisherPort, "fetch" | "diff">,
): Promise<string> => {
  await publisher.fetch([baseSha, head]);
  return await publisher.diff(baseSha, head);
};
