import type { RepositoryContext } from "../../context.ts";
import type { IssueLabel } from "../../issues/labels/table.ts";
import { labelView } from "../../issues/labels/view.ts";
import type { Milestone } from "../../issues/milestones/table.ts";
import { nodeId } from "../../node-id.ts";
import { fullNameOf } from "../../repository.ts";
import { actorOf } from "../users/node.ts";

export interface LabelOrder {
  readonly field: "NAME" | "CREATED_AT";
  readonly direction: "ASC" | "DESC";
}

/** Labels in the order that was asked for: by name, or as they were made. */
export const ordered = (labels: readonly IssueLabel[], order?: LabelOrder | null): IssueLabel[] => {
  const sorted = labels.toSorted((one, other) =>
    order?.field === "NAME" ? one.name.localeCompare(other.name) : one.id - other.id,
  );
  return order?.direction === "DESC" ? sorted.reverse() : sorted;
};

/** GitHub's `Label`; the forge does not keep when one was made. */
export const labelNode = (here: RepositoryContext, label: IssueLabel) => ({
  __typename: "Label",
  id: nodeId("LA", label.id),
  name: label.name,
  color: label.color,
  description: label.description,
  isDefault: false,
  createdAt: null,
  updatedAt: null,
  url: labelView(here, label).url,
});

/** GitHub's `Milestone`. */
export const milestoneNode = (here: RepositoryContext, milestone: Milestone) => {
  const { open_issues, closed_issues } = milestone;
  const all = open_issues + closed_issues;
  return {
    __typename: "Milestone",
    id: nodeId("MI", milestone.id),
    number: milestone.number,
    title: milestone.title,
    description: milestone.description,
    state: milestone.state.toUpperCase(),
    closed: milestone.state === "closed",
    url: `${here.urls.html}/${fullNameOf(here.repository)}/milestone/${milestone.number}`,
    dueOn: milestone.due_on,
    createdAt: milestone.created_at,
    updatedAt: milestone.updated_at,
    closedAt: milestone.closed_at,
    creator: () => actorOf(here, milestone.creator_id),
    progressPercentage: all === 0 ? 0 : (closed_issues / all) * 100,
  };
};
