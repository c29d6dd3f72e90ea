import type { Leaf, Step, Tree } from "./tree.ts";

/** What an agent hands in, as it grows: the file that holds what is to get through, and what it changes besides. */
export interface Attempt {
  readonly path: string;
  readonly text: string;
  readonly mode: string;
  /** Other files of the same pull request. */
  readonly beside: Readonly<Record<string, string>>;
  /** Pull requests before it, the first first: files by path, `null` to delete one. */
  readonly before: readonly Readonly<Record<string, string | null>>[];
  /** Paths in the pull requests before it that became others in the next one. */
  readonly moves: readonly (readonly [from: string, to: string])[];
  /** The disguises, by name. */
  readonly worn: readonly string[];
}

/** One way to make something pass for what it is not. */
export interface Disguise {
  readonly name: string;
  readonly wear: (attempt: Attempt, pick: Pick) => Attempt;
}

/** Draws one of several, the same for the same seed. */
export type Pick = <Item>(items: readonly [Item, ...Item[]]) => Item;

export const picker = (seed: number): Pick => {
  let state = seed >>> 0;
  return (items) => {
    // A linear congruential generator is good enough to draw from short lists.
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return items[(state >>> 8) % items.length] ?? items[0];
  };
};

/** Puts on so many disguises, each at most once. */
export const disguised = (
  plain: Attempt,
  wardrobe: readonly [Disguise, ...Disguise[]],
  { pick, count }: { pick: Pick; count: number },
): Attempt => {
  let attempt = plain;
  for (let worn = 0; worn < count; worn += 1) {
    const { name, wear } = pick(wardrobe);
    if (!attempt.worn.includes(name)) attempt = { ...wear(attempt, pick), worn: [...attempt.worn, name] };
  }
  return attempt;
};

const leaf = (text: string, mode = "100644"): Leaf => ({ text, mode });

/** The pull requests that an attempt comes to, on a repository of these files. */
export const stepsOf = (attempt: Attempt, base: Readonly<Record<string, string>>): Step[] => {
  let tree: Tree = new Map(Object.entries(base).map(([path, text]) => [path, leaf(text)]));
  const steps: Step[] = [{ tree, moves: new Map() }];
  for (const files of attempt.before) {
    tree = edited(tree, files);
    steps.push({ tree, moves: new Map() });
  }
  for (const [from, to] of attempt.moves) {
    const moved = tree.get(from);
    if (!moved || from === to) continue;
    tree = new Map([...tree].filter(([path]) => path !== from)).set(to, moved);
    steps.push({ tree, moves: new Map([[to, from]]) });
  }
  const last = edited(tree, attempt.beside);
  steps.push({ tree: new Map(last).set(attempt.path, leaf(attempt.text, attempt.mode)), moves: new Map() });
  return steps;
};

const edited = (tree: Tree, files: Readonly<Record<string, string | null>>): Tree => {
  const next = new Map(tree);
  for (const [path, text] of Object.entries(files)) {
    if (text === null) next.delete(path);
    else next.set(path, leaf(text));
  }
  return next;
};
