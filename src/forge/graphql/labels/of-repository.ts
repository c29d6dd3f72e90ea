import type { RepositoryContext } from "../../context.ts";
import { findLabel, type IssueLabel, labelsIn } from "../../issues/labels/table.ts";
import { findMilestone, type Milestone, milestonesOf } from "../../issues/milestones/table.ts";
import { connection, inMemory, type Slice } from "../connection.ts";
import { type LabelOrder, labelNode, milestoneNode, ordered } from "./node.ts";

interface WantedLabels extends Slice {
  readonly query?: string | null;
  readonly orderBy?: LabelOrder | null;
}

interface WantedMilestones extends Slice {
  readonly query?: string | null;
  readonly states?: readonly ("OPEN" | "CLOSED")[] | null;
  readonly orderBy?: { readonly field: keyof typeof keys; readonly direction: "ASC" | "DESC" } | null;
}

/** A repository's labels and milestones. */
export const labelFields = (here: RepositoryContext) => ({
  label: ({ name }: { name: string }) => {
    const label = findLabel(here.store, here.repository.id, name);
    return label ? labelNode(here, label) : null;
  },
  labels: (wanted: WantedLabels) => {
    const found = labelsIn(here.store, here.repository.id).filter((label) => mentions(label, wanted.query));
    return connection(inMemory(ordered(found, wanted.orderBy)), wanted, (label) => labelNode(here, label));
  },
  milestone: ({ number }: { number: number }) => {
    const milestone = findMilestone(here.store, here.repository.id, number);
    return milestone ? milestoneNode(here, milestone) : null;
  },
  milestones: (wanted: WantedMilestones) =>
    connection(inMemory(milestones(here, wanted)), wanted, (one) => milestoneNode(here, one)),
});

const mentions = ({ name, description }: IssueLabel, query: string | null | undefined): boolean =>
  `${name}\n${description ?? ""}`.toLowerCase().includes((query ?? "").toLowerCase());

const keys = {
  CREATED_AT: ({ created_at, number }: Milestone) => `${created_at} ${String(number).padStart(9, "0")}`,
  UPDATED_AT: ({ updated_at }: Milestone) => updated_at,
  DUE_DATE: ({ due_on }: Milestone) => due_on ?? "9",
  NUMBER: ({ number }: Milestone) => String(number).padStart(9, "0"),
};

const milestones = (here: RepositoryContext, { query, states, orderBy }: WantedMilestones): Milestone[] => {
  const found = milestonesOf(here.store, here.repository.id).filter(
    ({ title, state }) =>
      title.toLowerCase().includes((query ?? "").toLowerCase()) &&
      (!states || states.some((wanted) => wanted.toLowerCase() === state)),
  );
  const key = keys[orderBy?.field ?? "NUMBER"];
  const sorted = found.toSorted((one, other) => key(one).localeCompare(key(other)));
  return orderBy?.direction === "DESC" ? sorted.reverse() : sorted;
};
