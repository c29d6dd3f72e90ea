import { z } from "zod";
import { count } from "../count.ts";
import { cut } from "../key.ts";

const name = z.string().min(1).max(300);

/**
 * What changed in the user's repository while programs ran that nothing kept from it: it may have been a person, or a
 * program of theirs, as well as one of ours.
 */
export const unattributedSchema = z.strictObject({
  /** Each names what changed, as a path or a ref. */
  changes: z.array(name).min(1).max(50),
  /** Ids of the todos whose programs ran then. */
  todos: z.array(name).min(1).max(256),
});
export type Unattributed = z.output<typeof unattributedSchema>;

/** As much of it as a hand-off holds; `null` when nothing changed. */
export const unattributed = (changes: Iterable<string>, todos: Iterable<string>): Unattributed | null => {
  const [first, ...more] = [...changes].map(oneLine);
  if (first === undefined) return null;
  const rest =
    more.length < 50 ? more : [...more.slice(0, 48), `and ${count(more.length - 48, "change")} more`];
  return { changes: [first, ...rest], todos: [...todos].sort().slice(0, 256) };
};

/** Whoever made a file chose its name. */
const oneLine = (change: string): string => cut(change.replace(/[\s\p{Cc}]+/gu, " "), 200);

/** The question to a person, with its answer. */
export const unattributedText = ({ changes, todos }: Unattributed): string =>
  `the repository changed while programs ran without a sandbox, by a person, by a program of theirs, or by those of ${listed(todos)}: ${listed(changes)}. See that this is as it should be; then comment \`/milepost retry\` on its issue, or run again with \`--retry\`: the work is kept, and no attempt was used`;

/** What is told of changes that none of our programs can have made. */
export const changedText = (changes: readonly string[]): string =>
  `the repository changed, which is no program's doing, as the sandbox keeps them out of it: ${listed(changes.map(oneLine))}`;

/** The first few, so that the sentence around them stays in sight. */
const listed = (names: readonly string[]): string =>
  names.length <= maxListed
    ? names.join(", ")
    : `${names.slice(0, maxListed).join(", ")} and ${names.length - maxListed} more`;

const maxListed = 6;
