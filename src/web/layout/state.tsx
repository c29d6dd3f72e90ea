import type { FC } from "hono/jsx";

export type StateKind = "open" | "closed" | "merged" | "draft" | "good" | "bad" | "waiting" | "idle";

/** A state as a word with its colour. */
export const State: FC<{ kind: StateKind; text: string }> = ({ kind, text }) => (
  <span class={`state state-${kind}`}>{text}</span>
);

/** How an issue, or a pull request in a list of issues, stands. */
export const IssueState: FC<{
  issue: {
    readonly state: string;
    readonly state_reason?: string | null | undefined;
    readonly draft?: boolean | undefined;
    readonly pull_request?: { readonly merged_at?: string | null } | undefined;
  };
}> = ({ issue }) => {
  if (issue.pull_request?.merged_at) return <State kind="merged" text="Merged" />;
  if (issue.state === "open")
    return issue.draft ? <State kind="draft" text="Draft" /> : <State kind="open" text="Open" />;
  if (issue.state_reason === "not_planned") return <State kind="idle" text="Not planned" />;
  return <State kind={issue.pull_request ? "closed" : "merged"} text="Closed" />;
};
