import { readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { MilepostError } from "../../core/error.ts";
import { removeLocks } from "../../git/repositories/bare.ts";
import { ensureUser, findUser, standingAccounts } from "../accounts.ts";
import { timestamp } from "../clock.ts";
import type { NewFork, NewRepository, RepositoryStore } from "../context.ts";
import { GitRepository } from "../git/repository.ts";
import { KeyedMutex } from "../keyed-mutex.ts";
import type { Repository } from "../repository.ts";
import type { Store } from "../store.ts";
import { createFolder } from "./folder.ts";
import { findRepository, insertRepository } from "./table.ts";

/** Keeps the folders of repositories beside their rows in the database. */
export const openRepositoryStore = (
  store: Store,
  folder: string,
): RepositoryStore & {
  /** Removes the locks that git left when it was killed with an earlier forge. */
  readonly clearLocks: () => Promise<void>;
  readonly close: () => Promise<void>;
} => {
  const open = new Map<number, GitRepository>();
  const mutex = new KeyedMutex();
  const dirOf = (owner: string, name: string) => join(folder, owner, `${name}.git`);

  const create = async (wanted: NewRepository): Promise<Repository> => {
    const known = findRepository(store, wanted.owner, wanted.name);
    if (known) return known;
    throwOnBadName(wanted);
    const base = wanted.base ?? "main";
    await createFolder(dirOf(wanted.owner, wanted.name), {
      from: wanted.from,
      base,
      sourceRef: wanted.sourceRef,
    });
    return store.transaction(() => insert(store, wanted, { base, parent: null }));
  };

  const fork = async (parent: Repository, wanted: NewFork): Promise<Repository> => {
    await createFolder(dirOf(wanted.owner, wanted.name), {
      from: dirOf(parent.owner, parent.name),
      base: parent.default_branch,
      sourceRef: undefined,
      whole: !wanted.onlyDefaultBranch,
    });
    const { description, default_branch: base } = parent;
    return store.transaction(() => insert(store, { ...wanted, description }, { base, parent: parent.id }));
  };

  const opened = (repository: Repository): GitRepository => {
    const known = open.get(repository.id);
    if (known) return known;
    const git = new GitRepository(dirOf(repository.owner, repository.name));
    open.set(repository.id, git);
    return git;
  };

  return {
    create: (wanted) => mutex.take(keyOf(wanted), () => create(wanted)),
    fork: (parent, wanted) =>
      mutex.take(
        keyOf(wanted),
        async () => findRepository(store, wanted.owner, wanted.name) ?? fork(parent, wanted),
      ),
    open: opened,
    remove: async (repository) => {
      await opened(repository).close();
      open.delete(repository.id);
      await rm(dirOf(repository.owner, repository.name), { recursive: true, force: true });
    },
    rename: async (repository, name) => {
      await opened(repository).close();
      open.delete(repository.id);
      await rename(dirOf(repository.owner, repository.name), dirOf(repository.owner, name));
    },
    clearLocks: async () => {
      for (const owner of await readdir(folder).catch(() => [])) {
        const names = await readdir(join(folder, owner));
        for (const name of names) if (name.endsWith(".git")) await removeLocks(join(folder, owner, name));
      }
    },
    close: async () => {
      for (const git of open.values()) await git.close();
    },
  };
};

const keyOf = ({ owner, name }: Pick<NewRepository, "owner" | "name">): string =>
  `${owner}/${name}`.toLowerCase();

const throwOnBadName = ({ owner, name }: NewRepository): void => {
  if (/^[A-Za-z0-9-]{1,39}$/.test(owner) && isRepositoryName(name)) return;
  throw new MilepostError(`${owner}/${name} is no name for a repository`, {
    hint: "use letters, digits, hyphens, and in the repository's own name also dots and underscores",
  });
};

/** Whether a repository may be called so. */
export const isRepositoryName = (name: string): boolean =>
  /^(?!\.{1,2}$)[\w.-]{1,100}$/.test(name) && !name.endsWith(".git");

const insert = (
  store: Store,
  wanted: NewRepository,
  { base, parent }: { base: string; parent: number | null },
): Repository => {
  const owner = ensureUser(store, wanted.owner);
  insertRepository(
    store,
    {
      owner_id: owner.id,
      name: wanted.name,
      description: wanted.description ?? null,
      private: wanted.private ? 1 : 0,
      default_branch: base,
      parent_id: parent,
    },
    timestamp(),
  );
  const repository = findRepository(store, wanted.owner, wanted.name);
  if (!repository) throw new MilepostError(`${wanted.owner}/${wanted.name} was not stored`);
  return repository;
};

/** Gives the standing identities their roles: the bot and the reviewer write, the owner administers. */
export const addStandingCollaborators = (store: Store, repository: Repository): void =>
  store.transaction(() => {
    for (const { login, role } of standingAccounts) {
      const user = findUser(store, login);
      if (!user || user.id === repository.owner_id) continue;
      store.run(
        "insert or ignore into collaborators (repository_id, user_id, role) values (?, ?, ?)",
        repository.id,
        user.id,
        role === "owner" ? "admin" : "write",
      );
    }
  });
