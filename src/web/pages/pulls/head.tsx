import type { FC } from "hono/jsx";
import type { PagePlace } from "../../environment.ts";
import { State } from "../../layout/state.tsx";
import { inAddress } from "../code/place.ts";
import type { PullPlace, PullRequest } from "./place.ts";

type PullTab = "" | "/commits" | "/checks" | "/files";

/** A pull request's title, how it stands, and the ways to its parts. */
export const PullHead: FC<{ pull: PullRequest; at: PullPlace; tab: PullTab }> = ({ pull, at, tab }) => {
  const base = `/${at.owner}/${at.repo}`;
  const parts: readonly { tab: PullTab; text: string; count?: number }[] = [
    { tab: "", text: "Conversation" },
    { tab: "/commits", text: "Commits", count: pull.commits },
    { tab: "/checks", text: "Checks" },
    { tab: "/files", text: "Files", count: pull.changed_files },
  ];
  return (
    <header class="pull-head">
      <div data-live="head">
        <h1>
          {pull.title} <span class="number">#{pull.number}</span>
        </h1>
        <p class="meta">
          <PullState pull={pull} /> {pull.user?.login} wants to merge{" "}
          <a class="label" href={`${base}/tree/${inAddress(pull.head.ref)}`}>
            {pull.head.label?.startsWith(`${at.owner}:`) ? pull.head.ref : pull.head.label}
          </a>{" "}
          into{" "}
          <a class="label" href={`${base}/tree/${inAddress(pull.base.ref)}`}>
            {pull.base.ref}
          </a>
        </p>
      </div>
      <nav class="tabs" aria-label="Pull request">
        {parts.map((part) => (
          <a
            href={`${base}/pull/${at.number}${part.tab}`}
            aria-current={part.tab === tab ? "page" : undefined}
          >
            {part.text} {part.count !== undefined && <span class="count">{part.count}</span>}
          </a>
        ))}
      </nav>
    </header>
  );
};

/** How a pull request stands, in a word. */
const PullState: FC<{ pull: PullRequest }> = ({ pull }) => {
  if (pull.merged) return <State kind="merged" text="Merged" />;
  if (pull.state === "closed") return <State kind="closed" text="Closed" />;
  return pull.draft ? <State kind="draft" text="Draft" /> : <State kind="open" text="Open" />;
};

/** Where a page of a pull request stands. */
export const pullPage = (pull: PullRequest, { owner, repo }: PullPlace, wide = false): PagePlace => ({
  title: `${pull.title} · #${pull.number}`,
  repository: { owner, repo },
  tab: "pulls",
  wide,
});

/** The address of a page of a pull request. */
export const ofPull = "/:owner/:repo/pull/:number{[0-9]+}";
