import type { RepositoryContext } from "../../context.ts";
import { applyChange } from "../../issues/change.ts";
import { findIssue } from "../../issues/table.ts";
import type { Pull } from "../table.ts";

const keywords = /\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):?\s+#(\d+)\b/gi;

/** Closes the issues that a merged pull request says it closes: `Closes #12`. */
export const closeMentionedIssues = (context: RepositoryContext, pull: Pull): void => {
  const { store, repository, user, now } = context;
  for (const number of numbersClosedBy(pull.body)) {
    const issue = findIssue(store, repository.id, number);
    if (!issue || issue.is_pull || issue.state === "closed") continue;
    applyChange(store, { issue, change: { state: "closed", state_reason: "completed" }, by: user(), now });
  }
};

/** The numbers of the issues that a text says it closes, each once. */
export const numbersClosedBy = (text: string | null): number[] => [
  ...new Set([...(text ?? "").matchAll(keywords)].map(([, number]) => Number(number))),
];
