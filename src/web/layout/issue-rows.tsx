import type { FC } from "hono/jsx";
import type { DataOf } from "../forge-api.ts";
import { Label } from "./label.tsx";
import { IssueState } from "./state.tsx";
import { Time } from "./time.tsx";

type Found =
  | DataOf<"GET /search/issues">["items"][number]
  | DataOf<"GET /repos/{owner}/{repo}/issues">[number];

/** Issues and pull requests, one a row. */
export const IssueRows: FC<{ issues: readonly Found[]; none: string }> = ({ issues, none }) =>
  issues.length === 0 ? (
    <p class="none">{none}</p>
  ) : (
    <ul class="rows" data-live="rows">
      {issues.map((issue) => (
        <li>
          <IssueState issue={issue} />
          <div>
            <a class="row-title" href={pathOf(issue.html_url)}>
              {issue.title}
            </a>{" "}
            {issue.labels.map((label) => (
              <Label label={label} />
            ))}
            <p class="meta">
              #{issue.number} by {issue.user?.login}, <Time at={issue.created_at} />
              {issue.milestone && (
                <>
                  {" "}
                  in <a href={pathOf(issue.milestone.html_url)}>{issue.milestone.title}</a>
                </>
              )}
              {issue.comments > 0 && ` · ${issue.comments} ${issue.comments === 1 ? "comment" : "comments"}`}
            </p>
          </div>
        </li>
      ))}
    </ul>
  );

/** Where an address of the forge's leads within the pages. */
export const pathOf = (address: string): string => {
  const { pathname, search, hash } = new URL(address);
  return `${pathname}${search}${hash}`;
};
