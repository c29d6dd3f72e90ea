import type { Store } from "../store.ts";

/** What a repository allows its workflows. */
interface ActionsSettings {
  /** What a token may whose workflow has no `permissions:`. */
  readonly defaultPermissions: "read" | "write";
  /** "Allow GitHub Actions to create and approve pull requests". */
  readonly canApprove: boolean;
}

export const settingsOf = (store: Store, repositoryId: number): ActionsSettings => {
  const row = store.get<{ default_permissions: "read" | "write"; can_approve: 0 | 1 }>(
    "select default_permissions, can_approve from actions_settings where repository_id = ?",
    repositoryId,
  );
  return { defaultPermissions: row?.default_permissions ?? "read", canApprove: row?.can_approve === 1 };
};

export const setSettings = (store: Store, repositoryId: number, settings: ActionsSettings): void =>
  store.transaction(
    () =>
      void store.run(
        "insert or replace into actions_settings (repository_id, default_permissions, can_approve) values (?, ?, ?)",
        repositoryId,
        settings.defaultPermissions,
        settings.canApprove ? 1 : 0,
      ),
  );
