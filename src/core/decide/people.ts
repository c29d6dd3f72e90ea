import { cut, keyOf } from "../key.ts";
import { mostRecordedAsks, mostTakenUp, type TodoRecord } from "../snapshot/record.ts";
import type { PersonReview, SeenFix } from "../snapshot/snapshot.ts";
import { type Ask, askOf, mostAsks } from "../verdict/verdict.ts";
import { approveBy } from "./decisions.ts";
import { isAsked, type Mend, withChange } from "./wanted.ts";

/*
 * What people with write access say of a pull request, in its reviews, in answers in review threads, and in fixes that
 * they opened: taken up once each, and forgotten when it no longer stands, so that it counts again when it is said
 * again. Whether an answer asks for something is not guessed: it does, unless a person resolves its thread.
 */

/** The key under which a review of this id on the forge is remembered. */
export const reviewKey = (id: string): string => keyOf(`review ${id}`);

/** Takes back what was asked in reviews that are dismissed, replaced or resolved since. */
export const withdrawWishes: Mend = (wanted, _plan, { reviews }) => {
  const { record, pull, fixes } = wanted;
  if (record.takenUp.length === 0 || pull?.state !== "open") return wanted;
  const said = new Set((reviews.get(pull.number) ?? []).map(({ key }) => key));
  const asks = record.asks.filter(({ key, cause }) => cause !== "person" || said.has(key));
  const inReviews = new Set(record.asks.map(({ key }) => key));
  const opened = fixes.filter((fix) => isWish(fix) && !inReviews.has(fix.record.key));
  const standing = new Set([...said, ...opened.map((fix) => fix.record.key)]);
  const takenUp = record.takenUp.filter((key) => standing.has(key));
  if (takenUp.length === record.takenUp.length && asks.length === record.asks.length) return wanted;
  return withChange(wanted, "what a person asked for no longer stands", { takenUp, asks });
};

/**
 * A request for changes, a thread that is not resolved, or an answer in one counts as a round and sends the todo to its
 * agent. The round takes none from the limit, which guards against machines that go on for ever.
 */
export const hearRequests: Mend = (wanted, _plan, { reviews }) => {
  const { record, pull } = wanted;
  if (pull?.state !== "open" || record.pull !== pull.number || isClosed(wanted)) return wanted;
  const news = unheard(reviews.get(pull.number) ?? [], record)
    .filter(isRequest)
    .slice(0, mostAsks);
  if (news.length === 0) return wanted;
  const names = [...new Set(news.map(({ by }) => by))].join(", ");
  const sentBack: Partial<TodoRecord> = {
    ...sentBackBy(record),
    rounds: record.rounds + 1,
    forgiven: record.forgiven + 1,
    asks: [...news.map(wishOf), ...record.asks].slice(0, mostRecordedAsks),
    takenUp: [...record.takenUp, ...news.map(({ key }) => key)],
  };
  return withChange(wanted, `${names} asked for changes`, sentBack, { open: true });
};

/** A fix that a person opened sends an approved or blocked todo to its agent. */
export const hearFixes: Mend = (wanted) => {
  const { record, fixes } = wanted;
  if (fixes.length === 0 || isClosed(wanted)) return wanted;
  const free = mostTakenUp - record.takenUp.length;
  const news = fixes.filter((fix) => isWish(fix) && !record.takenUp.includes(fix.record.key)).slice(0, free);
  if (news.length === 0) return wanted;
  const takenUp = [...record.takenUp, ...news.map((fix) => fix.record.key)];
  if (record.status !== "approved" && record.status !== "blocked")
    return withChange(wanted, "a follow-up was opened", { takenUp });
  return withChange(wanted, "a follow-up was opened", { ...sentBackBy(record), takenUp }, { open: true });
};

/** An approval of the head counts unless something was asked for after it, and overrides the reviewer. */
export const hearApprovals: Mend = (wanted, _plan, { reviews }) => {
  const { record, pull } = wanted;
  if (pull?.state !== "open" || record.pull !== pull.number || isClosed(wanted)) return wanted;
  const all = reviews.get(pull.number) ?? [];
  const approval = unheard(all, record).findLast((one) => isApprovalOf(one, pull.head));
  if (!approval || all.some((one) => isRequest(one) && one.at >= approval.at)) return wanted;
  if (record.status === "approved" && record.verdict?.commit === pull.head) return wanted;
  const { by, key } = approval;
  const approved = { ...approveBy(record, { by, head: pull.head }), takenUp: [...record.takenUp, key] };
  return withChange(wanted, `${by} approved #${pull.number}`, approved, done);
};

/**
 * An approval that a person's wish took back stands again when the wish is withdrawn before anything was changed for it.
 * What the reviewer holds against a head is open among the findings; when nothing is, it had approved.
 */
export const restoreApproval: Mend = (wanted) => {
  const { record, pull } = wanted;
  const { verdict, findings } = record;
  if (record.status !== "changes" || !verdict || pull?.state !== "open" || isClosed(wanted)) return wanted;
  if (verdict.approved || verdict.commit !== pull.head || record.resume !== null) return wanted;
  if (isAsked(wanted) || findings.some(({ open }) => open)) return wanted;
  const approved = { status: "approved", verdict: { ...verdict, approved: true } } as const;
  return withChange(wanted, "what was asked after its approval is withdrawn", approved, done);
};

const done = { open: false, notPlanned: false };

const isClosed = ({ open, notPlanned, origin }: Parameters<Mend>[0]): boolean =>
  origin === "orphan" || (!open && notPlanned);

const isWish = ({ issue, record }: SeenFix): boolean => issue.open && record.cause === "person";

const isRequest = ({ decision, threads }: PersonReview): boolean =>
  decision === "request_changes" || threads.length > 0;

const isApprovalOf = ({ decision, commit, threads }: PersonReview, head: string): boolean =>
  decision === "approve" && commit === head && threads.length === 0;

/** What was not taken up yet, the oldest first, as much as the record has room for. */
const unheard = (reviews: readonly PersonReview[], { takenUp }: TodoRecord): PersonReview[] =>
  reviews.filter(({ key }) => !takenUp.includes(key)).slice(0, mostTakenUp - takenUp.length);

const sentBackBy = ({ verdict }: TodoRecord): Partial<TodoRecord> => ({
  status: "changes",
  blocked: null,
  failed: 0,
  lost: 0,
  verdict: verdict && { ...verdict, approved: false },
});

/** What a review asks for; its key is the review's, so that it is asked for once, whatever it says later. */
const wishOf = ({ key, by, decision, body, threads }: PersonReview): Ask => {
  const isAnswer = decision === "comment" && body.trim() === "" && threads.every(({ to }) => to !== null);
  const first = [body, ...threads.map((thread) => thread.body)].find((text) => text.trim() !== "") ?? "";
  const ask = askOf({
    cause: "person",
    title: cut(first.trim().split("\n")[0] ?? "", 200) || `Address the review by ${by}`,
    body: [
      isAnswer ? `\`${by}\` answers in a review.` : `\`${by}\` asks for changes in a review.`,
      ...(body.trim() === "" ? [] : [body.trim()]),
      ...threads.map((thread) => `- ${placeOf(thread)}${answerTo(thread)}: ${thread.body.trim()}`),
    ].join("\n\n"),
  });
  return { ...ask, key };
};

const answerTo = ({ to }: PersonReview["threads"][number]): string =>
  to === null ? "" : `, to "${cut(to.replace(/\s+/g, " ").trim(), 300)}"`;

const placeOf = ({ path, line }: PersonReview["threads"][number]): string =>
  `\`${path}${line === null ? "" : `:${line}`}\``;
