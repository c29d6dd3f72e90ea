import { cut, keyOf } from "../../key.ts";
import type { PersonReview, SeenFix } from "../../snapshot/snapshot.ts";
import { type Ask, askOf, maxAsks } from "../../verdict/verdict.ts";
import { type DesiredTodo, isAsked, isUnwanted, openFixes } from "../desired.ts";
import { maxTakenUp, type TodoRecord } from "../record.ts";
import type { Observer } from "./observer.ts";

/*
 * What people with write access say of a pull request, in its reviews, in answers in review threads, and in fixes that
 * they opened: taken up once each, and forgotten when it no longer stands, so that it counts again when it is said
 * again. Whether an answer asks for something is not guessed: it does, unless a person resolves its thread.
 */

/** The key under which a review of this id on the forge is remembered. */
export const reviewKey = (id: string): string => keyOf(`review ${id}`);

/** Takes back what was asked in reviews that are dismissed, replaced or resolved since. */
export const wishesWithdrawn: Observer = ({ record, pull, fixes }, _plan, { reviews }) => {
  if (record.takenUp.length === 0 || pull?.state !== "open") return null;
  const said = new Set((reviews.get(pull.number) ?? []).map(({ key }) => key));
  const asks = record.asks.filter(({ key, cause }) => cause !== "person" || said.has(key));
  const inReviews = new Set(record.asks.map(({ key }) => key));
  const opened = fixes.filter((fix) => isWish(fix) && !inReviews.has(fix.record.key));
  const standing = new Set([...said, ...opened.map((fix) => fix.record.key)]);
  const takenUp = record.takenUp.filter((key) => standing.has(key));
  if (takenUp.length === record.takenUp.length && asks.length === record.asks.length) return null;
  return { type: "withdrawn", asks, takenUp };
};

/** A request for changes, a thread that is not resolved, or an answer in one sends the todo to its agent. */
export const requestsMade: Observer = (one, _plan, { reviews }) => {
  const { record, pull } = one;
  if (pull?.state !== "open" || record.pull !== pull.number || isClosed(one)) return null;
  const news = unheard(reviews.get(pull.number) ?? [], record)
    .filter(isRequest)
    .slice(0, maxAsks);
  if (news.length === 0) return null;
  const by = [...new Set(news.map((review) => review.by))];
  return { type: "asked-for-changes", by, asks: news.map(wishOf), keys: news.map(({ key }) => key) };
};

/** Fixes that a person opened. */
export const fixesOpened: Observer = (one) => {
  const { record, fixes } = one;
  if (fixes.length === 0 || isClosed(one)) return null;
  const free = maxTakenUp - record.takenUp.length;
  const news = openFixes(one)
    .filter((fix) => isWish(fix) && !record.takenUp.includes(fix.record.key))
    .slice(0, free);
  return news.length === 0 ? null : { type: "fixes-opened", keys: news.map((fix) => fix.record.key) };
};

/** An approval of the head counts unless something was asked for after it, and overrides the reviewer. */
export const personApproved: Observer = (one, _plan, { reviews }) => {
  const { record, pull } = one;
  if (pull?.state !== "open" || record.pull !== pull.number || isClosed(one)) return null;
  const all = reviews.get(pull.number) ?? [];
  const approval = unheard(all, record).findLast((review) => isApprovalOf(review, pull.head));
  if (!approval || all.some((review) => isRequest(review) && review.at >= approval.at)) return null;
  const { state } = record;
  if (state.status === "approved" && state.verdict.commit === pull.head) return null;
  const { by, key } = approval;
  return { type: "approved", by, head: pull.head, pull: pull.number, keys: [key] };
};

/**
 * An approval that a person's wish took back stands again when the wish is withdrawn before anything was changed for it.
 * What the reviewer holds against a head is open among the findings; when nothing is, it had approved.
 */
export const approvalRestored: Observer = (one) => {
  const { record, pull } = one;
  const { state, findings } = record;
  if (state.status !== "changes" || !state.verdict || pull?.state !== "open" || isClosed(one)) return null;
  if (state.verdict.approved || state.verdict.commit !== pull.head || record.resume !== null) return null;
  return isAsked(one) || findings.some(({ open }) => open) ? null : { type: "approval-restored" };
};

const isClosed = (one: DesiredTodo): boolean => one.origin === "orphan" || isUnwanted(one);

const isWish = ({ issue, record }: SeenFix): boolean => issue.open && record.cause === "person";

const isRequest = ({ decision, threads }: PersonReview): boolean =>
  decision === "request_changes" || threads.length > 0;

const isApprovalOf = ({ decision, commit, threads }: PersonReview, head: string): boolean =>
  decision === "approve" && commit === head && threads.length === 0;

/** What was not taken up yet, the oldest first, as much as the record has room for. */
const unheard = (reviews: readonly PersonReview[], { takenUp }: TodoRecord): PersonReview[] =>
  reviews.filter(({ key }) => !takenUp.includes(key)).slice(0, maxTakenUp - takenUp.length);

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
