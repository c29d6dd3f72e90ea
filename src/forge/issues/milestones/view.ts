import { nodeId } from "../../node-id.ts";
import type { Shown } from "../../repositories/shown.ts";
import { fullNameOf } from "../../repository.ts";
import { personView } from "../../user-view.ts";
import type { Milestone } from "./table.ts";

/** GitHub's `milestone`. */
export const milestoneView = (shown: Shown, milestone: Milestone) => {
  const name = fullNameOf(shown.repository);
  const url = `${shown.urls.repository(name)}/milestones/${milestone.number}`;
  return {
    id: milestone.id,
    node_id: nodeId("MI", milestone.id),
    number: milestone.number,
    title: milestone.title,
    description: milestone.description,
    state: milestone.state,
    creator: personView(shown, milestone.creator_id),
    open_issues: milestone.open_issues,
    closed_issues: milestone.closed_issues,
    due_on: milestone.due_on,
    created_at: milestone.created_at,
    updated_at: milestone.updated_at,
    closed_at: milestone.closed_at,
    url,
    html_url: `${shown.urls.html}/${name}/milestone/${milestone.number}`,
    labels_url: `${url}/labels`,
  };
};
