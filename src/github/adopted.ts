import { textOf, withRecord } from "../core/snapshot/marker.ts";
import { ownLabel, statusLabel } from "../core/snapshot/record.ts";
import type { FreeIssue } from "../core/snapshot/snapshot.ts";
import { identityOf } from "../core/snapshot/twins.ts";
import type { TodoRecord } from "../core/todo/record.ts";
import { issueState, labelled, wantedStatuses } from "../core/todo/state.ts";
import type { IssueState, TodoContent } from "../steps/ports.ts";
import { at, createOnce, type GitHub } from "./client.ts";
import {
  hasOurLabel,
  isTrusted,
  isTrustedAuthor,
  labelsIn,
  type RawOwn,
  type ReadIssue,
  readBody,
  recordIn,
  stateOf,
} from "./issue-record.ts";
import { orNull } from "./or-null.ts";
import { commentsOn, commentsOnAll, type RecordComment } from "./record-comments.ts";

/*
 * Issues that somebody wrote and a plan took for its todos. They keep their words. Their record is in a comment: the
 * author of an issue may edit it, and need not be anybody whose marks count.
 */

/** Those of the issues that are ours, by their own text or by a comment; the comments of others are not asked for. */
export const readOwn = async (github: GitHub, issues: readonly RawOwn[]): Promise<ReadIssue[]> => {
  const own = issues.filter(hasOurLabel);
  const sure = new Map(own.map((raw) => [raw.number, isTrustedAuthor(raw) ? readBody(raw) : null]));
  const unsure = own.flatMap(({ number }) => (sure.get(number) ? [] : [number]));
  const said = unsure.length === 0 ? new Map<number, RecordComment[]>() : await saidOn(github, unsure);
  return own.flatMap(
    (raw) => sure.get(raw.number) ?? adoptedAs(raw, said.get(raw.number) ?? []) ?? readBody(raw) ?? [],
  );
};

const saidOn = async (
  github: GitHub,
  numbers: readonly number[],
): Promise<ReadonlyMap<number, RecordComment[]>> => {
  const [only] = numbers;
  if (numbers.length > 1 || only === undefined) return await commentsOnAll(github, numbers);
  return new Map([[only, await commentsOn(github, only)]]);
};

/** The comment that holds an issue's record: the oldest whose writer's marks count. */
const recordComment = (
  raw: RawOwn,
  comments: readonly RecordComment[],
): { readonly id: number; readonly body: string; readonly record: TodoRecord } | null => {
  for (const { id, body, author } of comments) {
    const record = recordIn(body, raw.number, isTrusted(author, raw.milestone));
    const counts = record?.kind === "todo" && record.adopted && isTrusted(author, raw.milestone);
    if (counts) return { id, body, record };
  }
  return null;
};

const adoptedAs = (raw: RawOwn, comments: readonly RecordComment[]): ReadIssue | null => {
  const found = recordComment(raw, comments);
  return found && asAdopted(raw, found);
};

/**
 * Record and issue are written one after the other. Where the label says another state than the record, one of the two
 * was not written: what the issue says besides is none of a person's then, and counts for nothing.
 */
const asAdopted = (
  raw: RawOwn,
  { record, body }: { readonly record: TodoRecord; readonly body: string },
): ReadIssue => {
  const labels = labelsIn(raw);
  const isWhole = labels.includes(statusLabel(labelled(record.state)));
  const issue = {
    number: raw.number,
    title: record.adopted?.title ?? raw.title,
    text: textOf(body),
    ...(isWhole ? stateOf(raw) : issueState(record.state)),
    labels,
  };
  return { id: raw.node_id, issue, record, updatedAt: raw.updated_at };
};

/** Takes an issue for a todo's; one that is that todo's already only comes back to the milestone. */
export const adoptIssue = async (
  github: GitHub,
  issue_number: number,
  { milestone, content }: { milestone: number; content: TodoContent },
): Promise<ReadIssue> => {
  const { data: raw } = await github.octokit.rest.issues.get({ ...at(github), issue_number });
  const known = recordComment(raw, await commentsOn(github, issue_number));
  const isThere =
    known !== null && hasOurLabel(raw) && identityOf(known.record) === identityOf(content.record);
  const written = isThere ? known : await writeComment(github, issue_number, { known, content, raw });
  const isClosed = raw.state !== "open";
  const { data } = await github.octokit.rest.issues.update({
    ...{ ...at(github), issue_number, milestone },
    ...(isThere ? {} : { labels: withOurs(raw, content.labels) }),
    ...(!isThere && isClosed ? { state: "open", state_reason: "reopened" } : {}),
  });
  return asAdopted(data, written);
};

/** Writes an adopted issue: its labels and state, those of other people left alone, then the comment. */
export const writeAdopted = async (
  github: GitHub,
  issue_number: number,
  { open, notPlanned, ...content }: TodoContent & IssueState,
): Promise<ReadIssue> => {
  const { data: raw } = await github.octokit.rest.issues.get({ ...at(github), issue_number });
  const { data } = await github.octokit.rest.issues.update({
    ...at(github),
    issue_number,
    labels: withOurs(raw, content.labels),
    state: open ? "open" : "closed",
    ...(open ? {} : { state_reason: notPlanned ? "not_planned" : "completed" }),
  });
  const known = recordComment(raw, await commentsOn(github, issue_number));
  return asAdopted(data, await writeComment(github, issue_number, { known, content, raw }));
};

interface Writing {
  readonly known: { readonly id: number; readonly body: string } | null;
  readonly content: TodoContent;
  readonly raw: RawOwn;
}

const writeComment = async (
  github: GitHub,
  issue_number: number,
  { known, content: { title, text, ...content }, raw }: Writing,
): Promise<{ readonly record: TodoRecord; readonly body: string }> => {
  const record = { ...content.record, adopted: { title } };
  const body = withRecord(record, text);
  const { createComment, updateComment } = github.octokit.rest.issues;
  if (known?.body === body) return { record, body };
  if (known) await updateComment({ ...at(github), comment_id: known.id, body });
  else
    await createOnce<unknown>({
      create: () => createComment({ ...at(github), issue_number, body, request: { retries: 0 } }),
      find: async () => recordComment(raw, await commentsOn(github, issue_number)),
    });
  return { record, body };
};

/** The issue's labels with ours as they should be. */
const withOurs = (raw: RawOwn, ours: readonly string[]): string[] => {
  const own = new Set([ownLabel, ...wantedStatuses.map(statusLabel)]);
  return [...labelsIn(raw).filter((label) => !own.has(label)), ...ours];
};

/** Those of the issues of these numbers that are nobody's todo, or were this plan's before, by number. */
export const freeIssues = async (
  github: GitHub,
  wanted: readonly { readonly number: number; readonly identity: string }[],
): Promise<Map<number, FreeIssue>> => {
  const free = new Map<number, FreeIssue>();
  for (const { number, identity } of wanted) {
    const raw = await orNull(github.octokit.rest.issues.get({ ...at(github), issue_number: number }));
    if (!raw || raw.data.pull_request) continue;
    const [own] = await readOwn(github, [raw.data]);
    if (own && identityOf(own.record) !== identity) continue;
    const { title, state, milestone } = raw.data;
    free.set(number, { number, title, open: state === "open", milestone: milestone?.title ?? null });
  }
  return free;
};
