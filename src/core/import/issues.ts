import type { Left } from "./backlog.ts";
import { backlogOfItems, stateOf, textOfParts, type WorkItem } from "./formats/records.ts";
import { sourceOf } from "./source.ts";
import { type Imported, planOfBacklog, type RepositoryFacts } from "./write.ts";

/** An issue of a forge, as far as a plan is made of it. */
export interface ImportedIssue {
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly url: string;
  readonly open: boolean;
  /** Why it is closed, in the forge's words; empty when it says none. */
  readonly reason: string;
  readonly milestone: string;
  /** The issue that it is a part of. */
  readonly parent: number | null;
  readonly blockedBy: readonly number[];
  readonly isParent: boolean;
  /** Whether Milepost made it. */
  readonly isOwn: boolean;
}

/** The issues as lines of a source, one each. */
export const issueLines = (issues: readonly ImportedIssue[]): string =>
  issues.map(({ number, title }) => `#${number} ${title.replace(/\s+/g, " ")}`).join("\n");

/**
 * A plan of a forge's issues: those with sub-issues are bodies, what blocks an issue is what its todo needs.
 * `name` is what the plan is called where the issues are of several milestones or of none.
 */
export const importIssues = (
  issues: readonly ImportedIssue[],
  { name, facts }: { name: string; facts: RepositoryFacts },
): Imported => {
  const source = sourceOf(issueLines(issues), name, facts.repository);
  const lines = issues.map((issue, at) => ({ issue, line: at + 1, end: at + 1 }));
  const left = lines
    .filter(({ issue }) => issue.isOwn)
    .map(({ issue, line, end }): Left => ({ line, end, why: "own", what: issue.title }));
  const items = lines
    .filter(({ issue }) => !issue.isOwn)
    .map(({ issue, line, end }) => ({ ...itemOf(issue), line, end }));
  const milestones = new Set(issues.filter(({ isOwn }) => !isOwn).map(({ milestone }) => milestone));
  const [only = ""] = milestones.size === 1 ? milestones : [];
  const title = only || name;
  const backlog = backlogOfItems(items, source, { title, left });
  const named = { ...source, name: title };
  if (!backlog) return { ok: false, why: "nothing-to-do", account: [] };
  return planOfBacklog({ backlog, format: "issues", source: named, facts }, name);
};

const itemOf = (issue: ImportedIssue): Omit<WorkItem, "line" | "end"> => ({
  key: `#${issue.number}`,
  title: issue.title,
  text: textOfParts(["", issue.body], ["", `From ${issue.url}`]),
  state: issue.open ? "open" : closedAs(issue.reason),
  of: [issue.milestone],
  needs: issue.blockedBy.map((number) => `#${number}`),
  isGroup: issue.isParent,
  ...(issue.parent === null ? {} : { parent: `#${issue.parent}` }),
});

const closedAs = (reason: string): WorkItem["state"] => {
  const said = stateOf(reason.replaceAll("_", " "));
  return said === "open" ? "done" : said;
};
