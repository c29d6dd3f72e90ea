import type { Store } from "../../store.ts";

export interface IssueLabel {
  readonly id: number;
  readonly repository_id: number;
  readonly name: string;
  /** Six hex digits without `#`. */
  readonly color: string;
  readonly description: string | null;
}

export const findLabel = (store: Store, repositoryId: number, name: string): IssueLabel | undefined =>
  store.get<IssueLabel>("select * from labels where repository_id = ? and name = ?", repositoryId, name);

/** The labels of a repository, by name. */
export const labelsIn = (store: Store, repositoryId: number): IssueLabel[] =>
  store.all<IssueLabel>("select * from labels where repository_id = ? order by name", repositoryId);

export const labelById = (store: Store, id: number): IssueLabel | undefined =>
  store.get<IssueLabel>("select * from labels where id = ?", id);

export const labelsOf = (store: Store, issueId: number): IssueLabel[] =>
  store.all<IssueLabel>(
    "select labels.* from labels join issue_labels on label_id = labels.id where issue_id = ? order by labels.id",
    issueId,
  );

/** The labels of many issues, whose ids are a JSON list; each with its issue. */
export const labelsOfAll = (store: Store, ids: string): (IssueLabel & { readonly of_issue: number })[] =>
  store.all(
    `select issue_id as of_issue, labels.* from issue_labels join labels on labels.id = label_id
     where issue_id in (select value from json_each(?)) order by labels.id`,
    ids,
  );

/** The color of a label that was given none. */
export const defaultColor = "ededed";

/** The repository's label of that name, made if there is none. */
const ensureLabel = (store: Store, repositoryId: number, name: string): IssueLabel => {
  const known = findLabel(store, repositoryId, name);
  if (known) return known;
  const id = insertLabel(store, {
    repository_id: repositoryId,
    name,
    color: defaultColor,
    description: null,
  });
  return { id, repository_id: repositoryId, name, color: defaultColor, description: null };
};

export const insertLabel = (store: Store, label: Omit<IssueLabel, "id">): number =>
  store.run(
    "insert into labels (repository_id, name, color, description) values (?, ?, ?, ?)",
    label.repository_id,
    label.name,
    label.color,
    label.description,
  );

/** Puts labels on an issue, making those that the repository does not have. */
export const addLabels = (
  store: Store,
  issue: { readonly id: number; readonly repository_id: number },
  names: readonly string[],
): void => {
  for (const name of names) {
    const label = ensureLabel(store, issue.repository_id, name);
    store.run("insert or ignore into issue_labels (issue_id, label_id) values (?, ?)", issue.id, label.id);
  }
};

/** Makes these the only labels of an issue. */
export const setLabels = (
  store: Store,
  issue: { readonly id: number; readonly repository_id: number },
  names: readonly string[],
): void => {
  store.run("delete from issue_labels where issue_id = ?", issue.id);
  addLabels(store, issue, names);
};
