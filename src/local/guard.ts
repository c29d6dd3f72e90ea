import { errorMessage } from "../core/error.ts";
import { type Unattributed, unattributed } from "../core/lane/unattributed.ts";

/** Watches what work may not change. */
export interface Guard {
  /** Runs a todo's work and tells what changed elsewhere meanwhile, if the work can have done it. */
  watch<Result>(
    todo: string,
    work: () => Promise<Result>,
  ): Promise<{ readonly result: Result; readonly unattributed: Unattributed | null }>;
  /** Takes in what was found by other means. */
  report(changes: readonly Change[]): void;
}

/** What is other than it was, by a name that stays, and in words. */
interface Change {
  readonly name: string;
  readonly text: string;
}

interface Watched<Print> {
  readonly look: () => Promise<Print>;
  readonly compare: (before: Print, after: Print) => readonly Change[];
}

/** Work that runs, and what it may have done. */
interface Running {
  readonly todo: string;
  readonly changes: Set<string>;
  /** Todos whose work ran when one of the changes was seen, its own among them. */
  readonly todos: Set<string>;
}

/**
 * Guards many works that nothing holds, with a look before and after each: a difference may be the doing of every work
 * that ran when it was first seen, or of somebody else. A look that fails leaves that open, and stops no work.
 */
export const newGuard = <Print>(watched: Watched<Print>): Guard => {
  const running = new Set<Running>();
  const report = (changes: readonly Change[]): void => {
    if (changes.length === 0) return;
    const todos = [...running].map(({ todo }) => todo);
    for (const one of running) {
      for (const { text } of changes) one.changes.add(text);
      for (const todo of todos) one.todos.add(todo);
    }
  };
  const { lookAgain } = lookouts(watched, report);
  return {
    report,
    watch: async (todo, work) => {
      const one = { todo, changes: new Set(await lookAgain()), todos: new Set([todo]) };
      running.add(one);
      try {
        const result = await work();
        for (const blind of await lookAgain()) one.changes.add(blind);
        return { result, unattributed: unattributed(one.changes, one.todos) };
      } finally {
        running.delete(one);
      }
    },
  };
};

/**
 * Watches beside works that a sandbox holds: what changes is somebody else's doing, so it is told, once for each thing,
 * and held against nobody; nor is a look that fails.
 */
export const newWitness = <Print>(
  watched: Watched<Print>,
  tell: (changes: readonly string[]) => void,
): Guard => {
  const seen = new Set<string>();
  const report = (changes: readonly Change[]): void => {
    const fresh = changes.filter(({ name }) => !seen.has(name));
    for (const { name } of fresh) seen.add(name);
    if (fresh.length > 0) tell(fresh.map(({ text }) => text));
  };
  const { lookAgain, hasLooked } = lookouts(watched, report);
  return {
    report,
    watch: async (_, work) => {
      if (!hasLooked()) await lookAgain();
      const result = await work();
      await lookAgain();
      return { result, unattributed: null };
    },
  };
};

/** Looks one after the other, each compared with the one before it; `lookAgain` says why one failed, if it did. */
const lookouts = <Print>(
  { look, compare }: Watched<Print>,
  found: (changes: readonly Change[]) => void,
): { lookAgain: () => Promise<readonly string[]>; hasLooked: () => boolean } => {
  let known: { readonly print: Print } | null = null;
  let last: Promise<unknown> = Promise.resolve();
  let next: Promise<readonly string[]> | null = null;
  const lookOnce = async (): Promise<readonly string[]> => {
    next = null;
    try {
      // Somebody at work in the repository may have been in the way of the first.
      const print = await look().catch(look);
      if (known) found(compare(known.print, print));
      known = { print };
      return [];
    } catch (error) {
      return [`it could not be looked at (${errorMessage(error)})`];
    }
  };
  return {
    hasLooked: () => known !== null,
    // A look that has not begun serves all who wait for one: it begins after what they ask about has ended.
    lookAgain: () => {
      next ??= last.then(lookOnce);
      last = next;
      return next;
    },
  };
};
