import { groupBy } from "../group.ts";
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

interface From {
  /** The repository that they are of, as `owner/name`. */
  readonly from: string;
  readonly facts: RepositoryFacts;
}

/**
 * A plan of a forge's issues: those with sub-issues are bodies, what blocks an issue, or what it is a part of, is what
 * its todo needs. In the plan's own repository they are adopted; elsewhere the text says where they are from.
 */
export const importIssues = (issues: readonly ImportedIssue[], { from, facts }: From): Imported => {
  const file = from.replace("/", "-");
  const source = sourceOf(issueLines(issues), file, facts.repository);
  const isAdopted = facts.repository === null || facts.repository.toLowerCase() === from.toLowerCase();
  const blockersOf = blockersIn(issues);
  const taken = new Set(issues.flatMap(({ isOwn, parent }) => (isOwn && parent !== null ? [parent] : [])));
  const whole = new Set(issues.flatMap(({ isOwn, parent }) => (isOwn ? [] : (parent ?? []))));
  const left: Left[] = [];
  const items: WorkItem[] = [];
  for (const [at, issue] of issues.entries()) {
    const [lines, what] = [{ line: at + 1, end: at + 1 }, issue.title];
    const needs = blockersOf(issue).map((number) => `#${number}`);
    if (issue.isOwn) left.push({ ...lines, why: "own", what });
    // All its parts are todos already.
    else if (taken.has(issue.number) && !whole.has(issue.number)) left.push({ ...lines, why: "group", what });
    else items.push({ ...itemOf(issue, isAdopted), needs, ...lines });
  }
  const milestones = new Set(issues.filter(({ isOwn }) => !isOwn).map(({ milestone }) => milestone));
  const [only = ""] = milestones.size === 1 ? milestones : [];
  const title = only || file;
  const backlog = backlogOfItems(items, source, { title, left });
  const named = { ...source, name: title };
  if (!backlog) return { ok: false, why: "nothing-to-do", account: [] };
  return planOfBacklog({ backlog, format: "issues", source: named, facts, taken: [] }, from);
};

/** What must be done before an issue: what blocks it or what it is a part of, and of a whole all its parts. */
const blockersIn = (issues: readonly ImportedIssue[]): ((issue: ImportedIssue) => number[]) => {
  const byNumber = new Map(issues.map((issue) => [issue.number, issue]));
  const parts = groupBy(issues, ({ parent }) => parent ?? 0);
  const leaves = (number: number, depth = 0): number[] => {
    const own = depth < deepest ? (parts.get(number) ?? []) : [];
    return own.length === 0 ? [number] : own.flatMap((part) => leaves(part.number, depth + 1));
  };
  return (issue) => {
    const blockers: number[] = [];
    let above: ImportedIssue | undefined = issue;
    for (let depth = 0; above && depth < deepest; depth += 1) {
      blockers.push(...above.blockedBy.flatMap((number) => leaves(number)));
      above = byNumber.get(above.parent ?? 0);
    }
    return [...new Set(blockers)].filter((number) => number !== issue.number);
  };
};

/** Levels of sub-issues, as GitHub allows them. */
const deepest = 8;

const itemOf = (issue: ImportedIssue, isAdopted: boolean): Omit<WorkItem, "line" | "end" | "needs"> => ({
  key: `#${issue.number}`,
  title: issue.title,
  text: isAdopted ? issue.body : textOfParts(["", issue.body], ["", `From ${issue.url}`]),
  state: issue.open ? "open" : closedAs(issue.reason),
  of: [issue.milestone],
  isGroup: issue.isParent,
  ...(issue.parent === null ? {} : { parent: `#${issue.parent}` }),
  ...(isAdopted ? { issue: issue.number } : {}),
});

const closedAs = (reason: string): WorkItem["state"] => {
  const said = stateOf(reason.replaceAll("_", " "));
  return said === "open" ? "done" : said;
};
