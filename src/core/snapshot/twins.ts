import type { MilepostRecord } from "./record.ts";
import type { SeenIssue, Twin } from "./snapshot.ts";

/*
 * What a forge made twice of one create, as when a request arrives twice: the two have the same mark, and one of them
 * is closed.
 */

interface Own {
  readonly issue: SeenIssue;
  readonly record: MilepostRecord;
}

/** Of issues with one identity the oldest counts, unless a lane was begun on another: its answer was the one that arrived. */
export const withoutTwins = <One extends Own>(
  ours: readonly One[],
): { readonly originals: readonly One[]; readonly twins: readonly Twin[] } => {
  const originals = new Map<string, One>();
  for (const one of [...ours].sort(originalFirst)) {
    const identity = identityOf(one.record);
    if (!originals.has(identity)) originals.set(identity, one);
  }
  const twins = ours.flatMap(({ issue, record }): Twin[] => {
    const of = originals.get(identityOf(record))?.issue.number ?? issue.number;
    return issue.number === of || !issue.open ? [] : [{ kind: "issue", number: issue.number, of }];
  });
  return { originals: [...originals.values()], twins };
};

const originalFirst = (a: Own, b: Own): number =>
  Number(isBegun(b)) - Number(isBegun(a)) || a.issue.number - b.issue.number;

const isBegun = ({ record }: Own): boolean => record.kind === "todo" && record.claimed !== null;

/** What makes a record the one it is: two issues with the same identity are twins. */
export const identityOf = (record: MilepostRecord): string => {
  switch (record.kind) {
    case "tracking":
      return `tracking ${record.plan}`;
    case "todo":
      return `todo ${record.plan} ${record.todo}`;
    case "fix":
      return `fix ${record.plan} ${record.todo} ${record.key}`;
    default:
      return record satisfies never;
  }
};
