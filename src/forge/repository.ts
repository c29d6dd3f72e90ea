/** A repository as it is stored. */
export interface Repository {
  readonly id: number;
  readonly owner_id: number;
  /** The owner's login. */
  readonly owner: string;
  readonly name: string;
  readonly description: string | null;
  readonly private: 0 | 1;
  readonly default_branch: string;
  readonly allow_merge_commit: 0 | 1;
  readonly allow_squash_merge: 0 | 1;
  readonly allow_rebase_merge: 0 | 1;
  readonly delete_branch_on_merge: 0 | 1;
  readonly allow_auto_merge: 0 | 1;
  readonly allow_update_branch: 0 | 1;
  readonly archived: 0 | 1;
  /** What else its owner chose, as JSON: `settingsIn` reads it. */
  readonly settings: string;
  readonly created_at: string;
  readonly updated_at: string;
  readonly pushed_at: string;
  /** The repository that it is a fork of. */
  readonly parent_id: number | null;
}

export const fullNameOf = (repository: Repository): string => `${repository.owner}/${repository.name}`;
