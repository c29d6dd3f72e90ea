import type { Brief } from "./brief.ts";
import type { PlanDraft } from "./draft.ts";
import { dedented, type Lines } from "./lines.ts";

/** Lines of a prompt that no key of the plan has: nothing that a prompt says is dropped in silence. */
export interface Unplaced {
  /** By body: what stands in its part of the prompt. */
  readonly ofBodies: ReadonlyMap<string, readonly string[]>;
  /** What stands elsewhere. */
  readonly rest: readonly string[];
  /** Where they all stand, such as `3, 7–12`; empty when there are none. */
  readonly places: string;
}

/** The lines of a prompt that its draft has no place for, in their order, with the blank ones between them. */
export const unplacedIn = (draft: PlanDraft, { raw, titles, titled }: Brief): Unplaced => {
  const runs = runsOf(raw, withTitles(new Set(placedIn(draft, titled).flatMap(numbers)), raw, titles));
  const bodyAt = (line: number) =>
    draft.bodies.filter((body) => body.line <= line && line <= body.end).at(-1)?.body;
  const ofBodies = new Map<string, string[]>();
  const rest: string[] = [];
  for (const { line, end } of runs) {
    const body = bodyAt(line);
    const lines = body === undefined ? rest : (ofBodies.get(body) ?? []);
    if (lines.length > 0) lines.push("");
    lines.push(...raw.slice(line - 1, end));
    if (body !== undefined) ofBodies.set(body, lines);
  }
  return {
    ofBodies: new Map([...ofBodies].map(([body, lines]) => [body, dedented(lines)])),
    rest: dedented(rest),
    places: placesOf(runs),
  };
};

const maxNamed = 12;

const placesOf = (runs: readonly Lines[]): string => {
  const named = runs.map(({ line, end }) => (line === end ? `${line}` : `${line}–${end}`));
  return [...named.slice(0, maxNamed), ...(named.length > maxNamed ? ["…"] : [])].join(", ");
};

const placedIn = ({ bodies, rules }: PlanDraft, titled: Lines | null): Lines[] => [
  ...(titled ? [titled] : []),
  ...rules,
  ...bodies.flatMap(({ stated, todos }) => [
    ...stated,
    ...todos.flatMap(({ lines, branch }) => [lines, ...(branch ? [branch] : [])]),
  ]),
];

const numbers = ({ line, end }: Lines): number[] =>
  Array.from({ length: Math.max(0, end - line + 1) }, (_, at) => line + at);

/** A title of a list says nothing that is lost when the list has its place. */
const withTitles = (
  placed: Set<number>,
  raw: readonly string[],
  titles: ReadonlySet<number>,
): ReadonlySet<number> => {
  let next = 0;
  for (let line = raw.length; line > 0; line -= 1) {
    if (!isWorded(raw[line - 1] ?? "")) continue;
    if (titles.has(line) && placed.has(next)) placed.add(line);
    next = line;
  }
  return placed;
};

const isWorded = (text: string): boolean => /[\p{L}\p{N}]/u.test(text);

/** Lines that follow each other; those without a letter or digit say nothing at an end of them. */
const runsOf = (raw: readonly string[], placed: ReadonlySet<number>): Lines[] => {
  const runs: Lines[] = [];
  let isOpen = false;
  for (const [at, text] of raw.entries()) {
    const line = at + 1;
    if (placed.has(line)) isOpen = false;
    else if (isWorded(text)) {
      const before = isOpen ? runs.pop() : undefined;
      runs.push({ line: before?.line ?? line, end: line });
      isOpen = true;
    }
  }
  return runs;
};
