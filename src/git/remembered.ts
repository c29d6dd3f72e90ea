import type { Git } from "./git.ts";

/** What is remembered of what was read. */
interface Memory<What, Value> {
  /** The name under which an answer is kept: one that stands for the same content for ever; `null` when there is none. */
  readonly name: (what: What) => string | null;
  /** How many answers are kept at once. */
  readonly most: number;
  /** Whether an answer is small enough to be kept; without it, each is. */
  readonly keeps?: (value: Value) => boolean;
}

/** Reads once what stays what it is, in whichever repository: a commit is named by its content. */
export const remembered = <What, Value>(
  read: (git: Git, what: What) => Promise<Value>,
  { name, most, keeps = () => true }: Memory<What, Value>,
): ((git: Git, what: What) => Promise<Value>) => {
  const known = new Map<string, Value>();
  return async (git, what) => {
    const key = name(what);
    const value = key === null ? undefined : known.get(key);
    if (value !== undefined) return value;
    const answer = await read(git, what);
    if (known.size >= most) known.clear();
    if (key !== null && keeps(answer)) known.set(key, answer);
    return answer;
  };
};

/** A commit's own name; branches and tags move. */
export const commitName = (commit: string): string | null => (/^[0-9a-f]{40}$/.test(commit) ? commit : null);

/** What is read of single commits is small. */
export const ofCommits = { name: commitName, most: 1000 };
