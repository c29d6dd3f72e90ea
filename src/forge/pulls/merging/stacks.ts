import type { Store } from "../../store.ts";
import { type Pull, pullById } from "../table.ts";

/** A chain of pull requests, each based on the one below it, that somebody made a stack. */
export interface PullStack {
  readonly id: number;
  readonly repository_id: number;
  readonly number: number;
  readonly base_ref: string;
  readonly created_at: string;
}

export const stacksOf = (store: Store, repositoryId: number): PullStack[] =>
  store.all<PullStack>("select * from stacks where repository_id = ? order by number desc", repositoryId);

export const stackOfPull = (store: Store, pullId: number): PullStack | undefined =>
  store.get<PullStack>(
    "select stacks.* from stacks join stacked_pulls on stack_id = stacks.id where pull_id = ?",
    pullId,
  );

/** Its pull requests, from the bottom to the top, merged ones as well. */
export const pullsOfStack = (store: Store, stackId: number): Pull[] =>
  store
    .all<{ pull_id: number }>(
      "select pull_id from stacked_pulls where stack_id = ? order by position",
      stackId,
    )
    .flatMap(({ pull_id }) => pullById(store, pull_id) ?? []);

export const insertStack = (
  store: Store,
  { repositoryId, base, now }: { repositoryId: number; base: string; now: string },
): PullStack => {
  const last = store.get<{ number: number | null }>(
    "select max(number) as number from stacks where repository_id = ?",
    repositoryId,
  );
  const stack = {
    repository_id: repositoryId,
    number: (last?.number ?? 0) + 1,
    base_ref: base,
    created_at: now,
  };
  const id = store.run(
    "insert into stacks (repository_id, number, base_ref, created_at) values (?, ?, ?, ?)",
    ...[repositoryId, stack.number, base, now],
  );
  return { ...stack, id };
};

export const addToStack = (store: Store, stackId: number, pulls: readonly Pull[]): void => {
  const last = store.get<{ position: number | null }>(
    "select max(position) as position from stacked_pulls where stack_id = ?",
    stackId,
  );
  for (const [index, { id }] of pulls.entries()) {
    const position = (last?.position ?? 0) + index + 1;
    store.run(
      "insert into stacked_pulls (pull_id, stack_id, position) values (?, ?, ?)",
      id,
      stackId,
      position,
    );
  }
};

/** Takes pull requests that are not merged out of a stack, and the stack away when none is left in it. */
export const unstack = (store: Store, stackId: number): void => {
  for (const { id, merged_at } of pullsOfStack(store, stackId)) {
    if (merged_at === null) store.run("delete from stacked_pulls where pull_id = ?", id);
  }
  if (pullsOfStack(store, stackId).length === 0) store.run("delete from stacks where id = ?", stackId);
};
