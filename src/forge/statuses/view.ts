import { nodeId } from "../node-id.ts";
import type { Shown } from "../repositories/shown.ts";
import { repositoryView } from "../repositories/view.ts";
import { fullNameOf } from "../repository.ts";
import { personView } from "../user-view.ts";
import { combinedState } from "./head-state.ts";
import type { StatusContext } from "./table.ts";

/** GitHub's `status`. */
export const statusView = (shown: Shown, status: StatusContext) => ({
  ...simpleStatusView(shown, status),
  creator: personView(shown, status.creator_id),
});

/** GitHub's `simple-commit-status`. */
const simpleStatusView = ({ repository, urls }: Shown, status: StatusContext) => ({
  id: status.id,
  node_id: nodeId("SC", status.id),
  url: `${urls.repository(fullNameOf(repository))}/statuses/${status.sha}`,
  avatar_url: `${urls.html}/avatars/${status.creator_id}`,
  state: status.state,
  context: status.context,
  description: status.description,
  target_url: status.target_url,
  created_at: status.created_at,
  updated_at: status.created_at,
});

/** GitHub's `combined-commit-status`: the state of all contexts, and one page of them. */
export const combinedStatusView = (
  shown: Shown,
  {
    sha,
    statuses,
    page,
  }: { sha: string; statuses: readonly StatusContext[]; page: readonly StatusContext[] },
) => {
  const commit = `${shown.urls.repository(fullNameOf(shown.repository))}/commits/${sha}`;
  return {
    sha,
    state: combinedState(statuses.map(({ state }) => state)),
    total_count: statuses.length,
    statuses: page.map((status) => simpleStatusView(shown, status)),
    repository: repositoryView(shown),
    commit_url: commit,
    url: `${commit}/status`,
  };
};
