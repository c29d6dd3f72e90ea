import type { Store } from "../../store.ts";

export interface Milestone {
  readonly id: number;
  readonly repository_id: number;
  readonly number: number;
  readonly title: string;
  readonly description: string | null;
  readonly state: "open" | "closed";
  readonly creator_id: number;
  readonly due_on: string | null;
  readonly created_at: string;
  readonly updated_at: string;
  readonly closed_at: string | null;
  readonly open_issues: number;
  readonly closed_issues: number;
}

const selectMilestones = `
  select milestones.*,
    (select count(*) from issues where milestone_id = milestones.id and state = 'open') as open_issues,
    (select count(*) from issues where milestone_id = milestones.id and state = 'closed') as closed_issues
  from milestones`;

export const milestoneById = (store: Store, id: number): Milestone | undefined =>
  store.get<Milestone>(`${selectMilestones} where id = ?`, id);

export const findMilestone = (store: Store, repositoryId: number, number: number): Milestone | undefined =>
  store.get<Milestone>(`${selectMilestones} where repository_id = ? and number = ?`, repositoryId, number);

/** All milestones of a repository, by number. */
export const milestonesOf = (store: Store, repositoryId: number): Milestone[] =>
  store.all<Milestone>(`${selectMilestones} where repository_id = ? order by number`, repositoryId);

/** Marks a milestone as changed; one of its issues came, went, closed or opened. */
export const touchMilestone = (store: Store, id: number | null, now: string): void => {
  if (id !== null) store.run("update milestones set updated_at = max(updated_at, ?) where id = ?", now, id);
};

type NewMilestone = Pick<
  Milestone,
  "repository_id" | "title" | "description" | "state" | "creator_id" | "due_on"
>;

/** Stores a new milestone under the repository's next milestone number and returns its id. */
export const insertMilestone = (store: Store, milestone: NewMilestone, now: string): number =>
  store.run(
    `insert into milestones
       (repository_id, number, title, description, state, creator_id, due_on, created_at, updated_at, closed_at)
     values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8, ?9)`,
    milestone.repository_id,
    nextMilestoneNumber(store, milestone.repository_id),
    milestone.title,
    milestone.description,
    milestone.state,
    milestone.creator_id,
    milestone.due_on,
    now,
    milestone.state === "closed" ? now : null,
  );

const nextMilestoneNumber = (store: Store, repositoryId: number): number => {
  const row = store.get<{ next_milestone: number }>(
    "select next_milestone from repositories where id = ?",
    repositoryId,
  );
  const number = row?.next_milestone ?? 1;
  store.run("update repositories set next_milestone = ? where id = ?", number + 1, repositoryId);
  return number;
};
