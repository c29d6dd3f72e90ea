import { recordOf, withRecord } from "../core/snapshot/marker.ts";
import { type MilepostRecord, ownLabel, statusLabel } from "../core/snapshot/record.ts";
import { identityOf } from "../core/snapshot/twins.ts";
import { wantedStatuses } from "../core/todo/state.ts";
import type { CommentContent, IssueContent, IssueState } from "../steps/ports.ts";
import { readOwn, writeAdopted } from "./adopted.ts";
import { at, createOnce, type GitHub } from "./client.ts";
import { upsertComment } from "./comments.ts";
import { issueFields, queriedIssue } from "./issue-query.ts";
import {
  isNewer,
  isTrustedAuthor,
  labelsIn,
  type RawOwn,
  type ReadIssue,
  readBody,
  unknownRecord,
} from "./issue-record.ts";
import { areLabelsKnown, labelIds, noteLabels } from "./labels.ts";
import { askRepository } from "./repository-query.ts";
import { writeTogether } from "./write-together.ts";

/** Reads one issue of ours; `null` when it is not. Several that are asked for at once come by one request. */
export const getIssue = async (github: GitHub, number: number): Promise<ReadIssue | null> => {
  const { issue, labels } = await askRepository(github, {
    issue: `issue(number: ${number}) { ${issueFields} }`,
    ...(areLabelsKnown(github) ? {} : { labels: labelIds }),
  });
  noteLabels(github, labels);
  return await readIssue(github, queriedIssue.parse(issue));
};

const readIssue = async (github: GitHub, raw: RawOwn): Promise<ReadIssue | null> =>
  (await readOwn(github, [raw]))[0] ?? null;

/**
 * Our issues of a milestone, or of none, that changed at or after `since`, all pages; the oldest first, so that none
 * moves to another page when it changes meanwhile.
 *
 * @throws {MilepostError} when one of them has no record left.
 */
export const listIssues = async (
  github: GitHub,
  milestone: number | "none",
  since: string | null,
): Promise<ReadIssue[]> => {
  const raw = await github.octokit.paginate(github.octokit.rest.issues.listForRepo, {
    ...at(github),
    milestone: String(milestone),
    labels: ownLabel,
    state: "all",
    sort: "created",
    direction: "asc",
    per_page: 100,
    ...(since === null ? {} : { since }),
  });
  return await ownAmong(github, raw);
};

/**
 * Those of the issues with our label that are ours.
 *
 * @throws {MilepostError} when one of them has no record left: who wrote the others wrote that one, too, or its label
 * says that there was one.
 */
export const ownAmong = async (github: GitHub, labelled: readonly RawOwn[]): Promise<ReadIssue[]> => {
  const found = new Map((await readOwn(github, labelled)).map((own) => [own.issue.number, own]));
  const read = labelled.map((one) => ({ one, own: found.get(one.number) ?? null }));
  const writers = new Set(read.flatMap(({ one, own }) => (own && !isAdopted(own) ? [one.user?.login] : [])));
  const bare = read.find(
    ({ one, own }) => !own && !one.pull_request && (writers.has(one.user?.login) || hasStatus(one)),
  );
  if (bare) throw unknownRecord(bare.one.number, isNewer(bare.one) ? "newer" : "unreadable");
  return read.flatMap(({ own }) => own ?? []);
};

/**
 * Records of the plan in issues of a milestone that do not have our label, by the issue's number.
 *
 * @throws {MilepostError} when a newer Milepost wrote one of them.
 */
export const listUnlabelled = async (
  github: GitHub,
  { milestone, plan }: { milestone: number; plan: string },
): Promise<ReadonlyMap<number, MilepostRecord>> => {
  const raw = await github.octokit.paginate(github.octokit.rest.issues.listForRepo, {
    ...at(github),
    milestone: String(milestone),
    state: "all",
    sort: "created",
    direction: "asc",
    per_page: 100,
  });
  return new Map(
    raw.flatMap((one) => {
      if (labelsIn(one).includes(ownLabel)) return [];
      if (isNewer(one) && isTrustedAuthor(one)) throw unknownRecord(one.number, "newer");
      const record = recordOf(one.body ?? "");
      const isPlans = record !== null && typeof record === "object" && record.plan === plan;
      return isPlans ? [[one.number, record]] : [];
    }),
  );
};

/** Creates an issue of ours in the milestone, once. */
export const createIssue = async (
  github: GitHub,
  milestone: number,
  { title, text, record, labels }: IssueContent,
): Promise<ReadIssue> => {
  const body = withRecord(record, text);
  const create = async () => {
    const { data } = await github.octokit.rest.issues.create({
      ...at(github),
      title,
      body,
      milestone,
      labels: [...labels],
      request: { retries: 0 },
    });
    return readBody(data);
  };
  const find = () => findIssue(github, milestone, record);
  const created = await createOnce({ create, find });
  if (created) return created;
  throw new Error("an issue was created without its label: the token may not set labels");
};

/** The issue of ours in the milestone that has a record of the same identity. */
export const findIssue = async (
  github: GitHub,
  milestone: number,
  record: MilepostRecord,
): Promise<ReadIssue | null> =>
  (await listIssues(github, milestone, null)).find((one) => isSame(one.record, record)) ?? null;

/** Whether it has a label that nobody gives by hand, and that is written after the record. */
const hasStatus = (raw: RawOwn): boolean => {
  const labels = labelsIn(raw);
  return wantedStatuses.some((status) => labels.includes(statusLabel(status)));
};

const isAdopted = ({ record }: ReadIssue): boolean => record.kind === "todo" && record.adopted !== undefined;

const isSame = (a: MilepostRecord, b: MilepostRecord): boolean => identityOf(a) === identityOf(b);

/**
 * Writes everything about an issue in one request; an adopted one keeps its words, and its record is in a comment. What
 * cannot be written together with another comment is written after it.
 */
export const writeIssue = async (
  github: GitHub,
  issue_number: number,
  content: IssueContent & IssueState,
  comment?: CommentContent,
): Promise<ReadIssue | null> => {
  const { title, text, record, labels, open, notPlanned } = content;
  if (comment && (await writeTogether(github, content, comment))) return null;
  if (comment) await upsertComment(github, comment.pull, { ...comment, isNew: false });
  if (record.kind === "todo" && record.adopted)
    return await writeAdopted(github, issue_number, { ...content, record });
  const { data } = await github.octokit.rest.issues.update({
    ...at(github),
    issue_number,
    title,
    body: withRecord(record, text),
    labels: [...labels],
    state: open ? "open" : "closed",
    ...(open ? {} : { state_reason: notPlanned ? "not_planned" : "completed" }),
  });
  return readBody(data);
};

/** Opens or closes an issue and leaves the rest of it alone. */
export const setState = async (
  github: GitHub,
  issue_number: number,
  { open, notPlanned }: IssueState,
): Promise<ReadIssue | null> => {
  const { data } = await github.octokit.rest.issues.update({
    ...at(github),
    issue_number,
    state: open ? "open" : "closed",
    state_reason: open ? "reopened" : notPlanned ? "not_planned" : "completed",
  });
  return await readIssue(github, data);
};

/** Assigns people to an issue; answers the logins of all who are assigned now, in lower case. */
export const assign = async (
  github: GitHub,
  issue_number: number,
  people: readonly string[],
): Promise<readonly string[]> => {
  const assignees = [...people];
  const { data } = await github.octokit.rest.issues.addAssignees({ ...at(github), issue_number, assignees });
  return (data.assignees ?? []).map(({ login }) => login.toLowerCase());
};
