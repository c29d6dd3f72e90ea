import type { FC } from "hono/jsx";
import type { Tab } from "../environment.ts";

const tabs: readonly { readonly tab: Tab; readonly path: string; readonly text: string }[] = [
  { tab: "code", path: "", text: "Code" },
  { tab: "issues", path: "/issues", text: "Issues" },
  { tab: "pulls", path: "/pulls", text: "Pull requests" },
  { tab: "milestones", path: "/milestones", text: "Milestones" },
  { tab: "runs", path: "/actions", text: "Runs" },
];

/** A repository's name, and the ways to what is in it. */
export const RepositoryHead: FC<{ owner: string; repo: string; tab?: Tab | undefined }> = ({
  owner,
  repo,
  tab,
}) => (
  <nav class="repository-head" aria-label="Repository">
    <p class="repository-name">
      <a href={`/${owner}`}>{owner}</a> / <a href={`/${owner}/${repo}`}>{repo}</a>
    </p>
    <div class="repository-tabs">
      {tabs.map(({ tab: name, path, text }) => (
        <a href={`/${owner}/${repo}${path}`} aria-current={name === tab ? "page" : undefined}>
          {text}
        </a>
      ))}
    </div>
  </nav>
);
