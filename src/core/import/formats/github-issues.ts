import type { Format } from "./format.ts";
import { isObject, type JsonObject, objectsIn, placedJson, textIn } from "./json.ts";
import { backlogOfItems, issueAt, stateOf, type WorkItem } from "./records.ts";

/** Issues as `gh issue list --json` prints them, or GitHub's API. */
export const githubIssues: Format = {
  name: "GitHub issues",
  read: (source) => {
    const json = placedJson(source.text);
    const all = objectsIn(json?.value);
    if (
      !json ||
      all.length === 0 ||
      !all.every((one) => typeof one.number === "number" && typeof one.title === "string")
    )
      return null;
    const issues = all
      .filter((one) => one.pull_request === undefined || one.pull_request === null)
      .sort((a, b) => Number(a.number) - Number(b.number));
    const items = issues.map((issue): WorkItem => {
      const url =
        textIn(issue, "html_url") || (textIn(issue, "url").includes("/repos/") ? "" : textIn(issue, "url"));
      return {
        ...json.linesOf(issue),
        key: `#${textIn(issue, "number")}`,
        title: textIn(issue, "title"),
        text: textIn(issue, "body"),
        state: stateOf(
          textIn(issue, "stateReason", "state_reason").replace("_", " "),
          textIn(issue, "state"),
        ),
        of: [nameIn(issue.milestone)],
        needs: [],
        ...(url === "" ? { issue: Number(issue.number) } : issueAt(url, source)),
      };
    });
    const pulls = all
      .filter((one) => !issues.includes(one))
      .map((pull) => ({ ...json.linesOf(pull), why: "beside" as const, what: textIn(pull, "title") }));
    const names = new Set(items.flatMap(({ of }) => of));
    const [only = ""] = names.size === 1 ? names : [];
    return backlogOfItems(items, source, { title: only || source.name, left: pulls });
  },
};

const nameIn = (milestone: JsonObject[string] | undefined): string =>
  isObject(milestone) ? textIn(milestone, "title") : typeof milestone === "string" ? milestone : "";
