import type { RestEndpointMethodTypes } from "@octokit/rest";
import { MilepostError } from "../core/error.ts";
import { recordOf, textOf, type Unknown, withRecord } from "../core/snapshot/marker.ts";
import { type MilepostRecord, ownLabel } from "../core/snapshot/record.ts";
import { identityOf } from "../core/snapshot/twins.ts";
import type { IssueContent, IssueState, OwnIssue } from "../steps/ports.ts";
import { at, createOnce, type GitHub } from "./client.ts";

type RawIssue = RestEndpointMethodTypes["issues"]["get"]["response"]["data"];

/** An issue of ours as it was read. */
export type ReadIssue = OwnIssue & { /** ISO 8601. */ readonly updatedAt: string };

/**
 * Parses an issue; `null` when it is not ours: no label, no marker, or a pull request.
 *
 * @throws {MilepostError} when it is ours and its record is not known: without it, a second one would be made.
 */
export const readIssue = (raw: Raw): ReadIssue | null => {
  const labels = labelsIn(raw);
  const body = raw.body ?? "";
  if (raw.pull_request || !labels.includes(ownLabel)) return null;
  const record = recordIn(raw);
  if (!record) return null;
  const issue = {
    number: raw.number,
    title: raw.title,
    text: textOf(body),
    open: raw.state === "open",
    notPlanned: raw.state !== "open" && raw.state_reason === "not_planned",
    labels,
  };
  return { issue, record, updatedAt: raw.updated_at };
};

type Raw = Authored &
  Pick<RawIssue, "number" | "title" | "state" | "state_reason" | "labels" | "pull_request" | "updated_at">;

type Authored = Pick<RawIssue, "number" | "body" | "user" | "author_association" | "milestone">;

/** @throws {MilepostError} when somebody whose marks count wrote a record that is not known. */
const recordIn = (raw: Authored): MilepostRecord | null => {
  const record = recordOf(raw.body ?? "");
  if (record !== "unreadable" && record !== "newer") return record;
  if (isTrusted(raw)) throw unknown(raw.number, record);
  return null;
};

const isNewer = ({ body }: Authored): boolean => recordOf(body ?? "") === "newer";

/**
 * Whether an author's marks count: a bot's, those of the repository's own people, and those of whoever opened the
 * milestone, who may have left since. Anybody can copy a marker, and a person may then give the issue our label.
 */
const isTrusted = ({ user, author_association, milestone }: Authored): boolean =>
  user?.type === "Bot" ||
  ownPeople.has(author_association ?? "NONE") ||
  (user != null && user.id === milestone?.creator?.id);

const ownPeople: ReadonlySet<string> = new Set(["OWNER", "MEMBER", "COLLABORATOR"]);

const labelsIn = ({ labels }: Pick<RawIssue, "labels">): string[] =>
  labels.map((label) => (typeof label === "string" ? label : (label.name ?? "")));

const unknown = (issue: number, why: Unknown): MilepostError => {
  switch (why) {
    case "newer":
      return new MilepostError(`issue #${issue} was written by a newer Milepost: update`, {
        hint: "nothing was touched, and nothing is lost: use the version that wrote it, or a later one; with GitHub Actions that is the version after the `@` in the workflows",
      });
    case "unreadable":
      return new MilepostError(`the record at the beginning of issue #${issue} cannot be read`, {
        hint: `put it back from the issue's edit history; or take the label \`${ownLabel}\` off, and its todo begins anew`,
      });
    default:
      return why satisfies never;
  }
};

/** Reads one issue of ours; `null` when it is not. */
export const getIssue = async (github: GitHub, issue_number: number): Promise<ReadIssue | null> =>
  readIssue((await github.octokit.rest.issues.get({ ...at(github), issue_number })).data);

/**
 * Our issues of a milestone, or of none, that changed at or after `since`, all pages; the oldest first, so that none
 * moves to another page when it changes meanwhile.
 *
 * @throws {MilepostError} when one of them has no record left: who wrote the others wrote that one, too.
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
  const read = raw.map((one) => ({ one, own: readIssue(one) }));
  const writers = new Set(read.flatMap(({ one, own }) => (own ? [one.user?.id] : [])));
  const bare = read.find(({ one, own }) => !own && !one.pull_request && writers.has(one.user?.id));
  if (bare) throw unknown(bare.one.number, isNewer(bare.one) ? "newer" : "unreadable");
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
      if (isNewer(one) && isTrusted(one)) throw unknown(one.number, "newer");
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
    return readIssue(data);
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

const isSame = (a: MilepostRecord, b: MilepostRecord): boolean => identityOf(a) === identityOf(b);

/** Writes everything about an issue in one request. */
export const writeIssue = async (
  github: GitHub,
  issue_number: number,
  { title, text, record, labels, open, notPlanned }: IssueContent & IssueState,
): Promise<ReadIssue | null> => {
  const { data } = await github.octokit.rest.issues.update({
    ...at(github),
    issue_number,
    title,
    body: withRecord(record, text),
    labels: [...labels],
    state: open ? "open" : "closed",
    ...(open ? {} : { state_reason: notPlanned ? "not_planned" : "completed" }),
  });
  return readIssue(data);
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
  return readIssue(data);
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
