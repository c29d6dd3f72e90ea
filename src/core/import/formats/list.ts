import type { Backlog } from "../backlog.ts";
import type { DocumentOptions } from "../document.ts";
import type { ImportSource } from "../source.ts";
import { withTakenLeft } from "../taken-left.ts";
import { asanaCsv } from "./asana-csv.ts";
import { backlogMd } from "./backlog-md.ts";
import { beads } from "./beads.ts";
import { ccpm } from "./ccpm.ts";
import { conductor } from "./conductor.ts";
import type { Format } from "./format.ts";
import { githubIssues } from "./github-issues.ts";
import { githubProject } from "./github-project.ts";
import { html } from "./html.ts";
import { jiraCsv } from "./jira-csv.ts";
import { jiraMarkup } from "./jira-markup.ts";
import { jsonList } from "./json-list.ts";
import { kiro } from "./kiro.ts";
import { linearCsv } from "./linear-csv.ts";
import { markdown } from "./markdown.ts";
import { openSpec } from "./openspec.ts";
import { org } from "./org.ts";
import { ralph } from "./ralph.ts";
import { specKit } from "./spec-kit.ts";
import { tableFile } from "./table-file.ts";
import { taskMaster } from "./task-master.ts";
import { todoTxt } from "./todo-txt.ts";
import { trello } from "./trello.ts";

/** All formats; the first that knows a source reads it, and the last knows every text. */
export const formats: readonly Format[] = [
  ...[taskMaster, ralph, trello, githubIssues, beads, jsonList, todoTxt],
  ...[jiraCsv, linearCsv, githubProject, asanaCsv, tableFile],
  ...[ccpm, backlogMd, org, jiraMarkup, html, conductor, specKit, kiro, openSpec, markdown],
];

/** What a source says, and in which format. */
export const readSource = (
  source: ImportSource,
  options: DocumentOptions = {},
): { readonly format: string; readonly backlog: Backlog } => {
  for (const { name, read } of formats) {
    const backlog = read(source, options);
    if (backlog) return { format: name, backlog: withTakenLeft(backlog, options.taken ?? []) };
  }
  throw new Error("no format reads the source");
};
