import { type Accounted, isKept } from "./account.ts";
import type { PlanDraft } from "./draft.ts";
import { dedented, type Lines } from "./source.ts";

/** Lines that no key of the plan has and that people may want to read: comments of the plan. */
export interface Unplaced {
  /** By body: what stands in its part of the source. */
  readonly ofBodies: ReadonlyMap<string, readonly string[]>;
  /** What stands elsewhere. */
  readonly rest: readonly string[];
}

/** The lines of a source that are kept as comments, in their order, with blank ones between what stands apart. */
export const unplacedIn = (
  { bodies }: PlanDraft,
  account: readonly Accounted[],
  raw: readonly string[],
): Unplaced => {
  const bodyAt = ({ line }: Lines) =>
    bodies.filter((body) => body.line <= line && line <= body.end).at(-1)?.body;
  const ofBodies = new Map<string, string[]>();
  const rest: string[] = [];
  const isWhole = bodies.length === 1;
  let before = 0;
  for (const [at, run] of account.entries()) {
    if (!isKept(run) || saysNothing(run, account[at + 1], raw)) continue;
    const body = isWhole ? undefined : bodyAt(run);
    const lines = body === undefined ? rest : (ofBodies.get(body) ?? []);
    if (lines.length > 0 && before + 1 < run.line) lines.push("");
    before = run.end;
    for (const text of raw.slice(run.line - 1, run.end)) lines.push(text);
    if (body !== undefined) ofBodies.set(body, lines);
  }
  return {
    ofBodies: new Map([...ofBodies].map(([body, lines]) => [body, dedented(lines)])),
    rest: dedented(rest),
  };
};

/** Headings of what all has its place are no more than its names. */
const saysNothing = ({ line, end }: Lines, next: Accounted | undefined, raw: readonly string[]): boolean =>
  next !== undefined &&
  !isKept(next) &&
  raw.slice(line - 1, end).every((text) => /^\s*(?:#{1,6}\s|$)/.test(text));
