import { timestamp } from "../clock.ts";
import type { Condition } from "../issues/list.ts";
import { lookup } from "../lookup.ts";

/** Who searches, and where words are looked for. */
export interface Searching {
  /** What `@me` stands for. */
  readonly login: string;
  readonly in: readonly string[];
}

type Qualifier = (value: string, searching: Searching) => Condition;

/** What a qualifier asks of a row of `issues`; `undefined` for a word with a colon that is none. */
export const qualifierOf = (name: string): Qualifier | undefined => lookup(qualifiers, name);

const always: Condition = { where: "true", values: [] };
const never: Condition = { where: "false", values: [] };

const plain = (where: string): Condition => ({ where, values: [] });

/** A condition on the pull request of a row. */
const ofPull = (where: string, ...values: string[]): Condition => ({
  where: `exists (select 1 from pulls where pulls.issue_id = issues.id and ${where})`,
  values,
});

const repository =
  (column: string): Qualifier =>
  (value) => ({
    where: `repository_id in (select repositories.id from repositories join users on users.id = owner_id
      where ${column} = ? collate nocase)`,
    values: [value],
  });

/** A condition on a person, whose login may be `@me`, or `app/…` for the bot of an App. */
const person =
  (where: string): Qualifier =>
  (value, { login }) => {
    const wanted = value === "@me" ? login : value.replace(/^app\/(.*)$/, "$1[bot]");
    return {
      where,
      values: where
        .split("?")
        .slice(1)
        .map(() => wanted.replace(/^@/, "")),
    };
  };

const idOf = "(select id from users where login = ?)";
const author = `user_id = ${idOf}`;
const assignee = `exists (select 1 from assignees where issue_id = issues.id and assignees.user_id = ${idOf})`;
const mentions = "body like '%@' || ? || '%'";
const commenter = `exists (select 1 from comments where issue_id = issues.id and comments.user_id = ${idOf})`;
const reviewRequested = person(
  `exists (select 1 from requested_reviewers where pull_id = issues.id and requested_reviewers.user_id = ${idOf})`,
);

const isWords: Readonly<Record<string, Condition>> = {
  open: plain("state = 'open'"),
  closed: plain("state = 'closed'"),
  issue: plain("is_pull = 0"),
  pr: plain("is_pull = 1"),
  "pull-request": plain("is_pull = 1"),
  merged: plain("merged_at is not null"),
  unmerged: plain("merged_at is null"),
  draft: ofPull("draft = 1"),
  locked: plain("locked = 1"),
  unlocked: plain("locked = 0"),
  public: plain("repository_id in (select id from repositories where private = 0)"),
  private: plain("repository_id in (select id from repositories where private = 1)"),
};

const is: Qualifier = (value) => lookup(isWords, value.toLowerCase()) ?? never;

const hasLabel = "exists (select 1 from issue_labels where issue_id = issues.id)";
const hasAssignee = "exists (select 1 from assignees where issue_id = issues.id)";

const noWords: Readonly<Record<string, Condition>> = {
  label: plain(`not ${hasLabel}`),
  milestone: plain("milestone_id is null"),
  assignee: plain(`not ${hasAssignee}`),
  project: always,
};

const lastOpinion = (state: string): Condition =>
  ofPull(
    `? in (select state from reviews where reviews.id in (select max(id) from reviews
      where pull_id = issues.id and state not in ('COMMENTED', 'PENDING') group by reviews.user_id))`,
    state,
  );

const reviewWords: Readonly<Record<string, Condition>> = {
  approved: lastOpinion("APPROVED"),
  changes_requested: lastOpinion("CHANGES_REQUESTED"),
  none: ofPull("not exists (select 1 from reviews where pull_id = issues.id and state <> 'PENDING')"),
  required: never,
};

/** A condition on a number or a time: `>=2`, `1..3`, `2026-01-01`, `*..2026-01-01`. */
const range =
  (column: string, read: (text: string) => string | number): Qualifier =>
  (value) => {
    const [, operator, bound] = /^(>=|<=|>|<)(.+)$/.exec(value) ?? [];
    if (operator && bound) return { where: `${column} ${operator} ?`, values: [read(bound)] };
    const [from = "", to] = value.split("..");
    const bounds = [
      ...(from === "*" ? [] : [{ where: `${column} >= ?`, values: [read(from)] }]),
      ...(to === "*" ? [] : [{ where: `${column} <= ?`, values: [upTo(read, to ?? from)] }]),
    ];
    return {
      where: bounds.length === 0 ? "true" : bounds.map(({ where }) => where).join(" and "),
      values: bounds.flatMap(({ values }) => values),
    };
  };

/** A day without a time ends with its last second. */
const upTo = (read: (text: string) => string | number, text: string): string | number =>
  read(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T23:59:59Z` : text);

const time = (text: string): string => (Number.isNaN(Date.parse(text)) ? text : timestamp(new Date(text)));

const qualifiers: Readonly<Record<string, Qualifier>> = {
  repo: repository("users.login || '/' || repositories.name"),
  user: repository("users.login"),
  org: repository("users.login"),
  owner: repository("users.login"),
  is,
  state: is,
  type: is,
  author: person(author),
  assignee: (value, searching) => (value === "*" ? plain(hasAssignee) : person(assignee)(value, searching)),
  mentions: person(mentions),
  commenter: person(commenter),
  involves: person(`(${author} or ${assignee} or ${mentions} or ${commenter})`),
  label: (value) => ({
    where: `exists (select 1 from issue_labels join labels on labels.id = label_id
      where issue_id = issues.id and labels.name = ?)`,
    values: [value],
  }),
  milestone: (value) =>
    value === "*"
      ? plain("milestone_id is not null")
      : {
          where: "milestone_id in (select id from milestones where title = ? collate nocase)",
          values: [value],
        },
  no: (value) => lookup(noWords, value.toLowerCase()) ?? never,
  reason: (value) => ({
    where: "state_reason = ?",
    values: [value.toLowerCase().replaceAll(/[ -]/g, "_")],
  }),
  draft: (value) => ofPull(value === "true" ? "draft = 1" : "draft = 0"),
  head: (value) => ofPull("head_ref = ?", value),
  base: (value) => ofPull("base_ref = ?", value),
  review: (value) => lookup(reviewWords, value.toLowerCase()) ?? never,
  "review-requested": reviewRequested,
  "user-review-requested": reviewRequested,
  "reviewed-by": person(
    `exists (select 1 from reviews where pull_id = issues.id and reviews.user_id = ${idOf})`,
  ),
  created: range("created_at", time),
  updated: range("updated_at", time),
  closed: range("closed_at", time),
  merged: range("merged_at", time),
  comments: range("(select count(*) from comments where issue_id = issues.id)", Number),
  archived: (value) => (value === "true" ? never : always),
  in: () => always,
  sort: () => always,
};

/** A word that stands in a title, a text or a comment, or is the issue's number. */
export const wordCondition = (text: string, searching: Searching): Condition => {
  const places = Object.entries({
    title: "title like ? escape '\\'",
    body: "body like ? escape '\\'",
    comments:
      "exists (select 1 from comments where issue_id = issues.id and comments.body like ? escape '\\')",
  }).filter(([place]) => searching.in.length === 0 || searching.in.includes(place));
  const pattern = `%${text.replaceAll(/[\\%_]/g, "\\$&")}%`;
  return {
    where: places.length === 0 ? "false" : `(${places.map(([, where]) => where).join(" or ")})`,
    values: places.map(() => pattern),
  };
};
