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
