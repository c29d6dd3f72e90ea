import { groupBy } from "../group.ts";
import type { Plan } from "../plan/plan.ts";
import type { TodoRecord } from "../todo/record.ts";
import type { ForgePull, SeenPull } from "./snapshot.ts";

type Own = Pick<TodoRecord, "branch" | "base" | "pull">;
type Into = Pick<Plan, "base">;

/**
 * The pull request of each todo, by its branch. Those that a person opened from there to other bases are none of the
 * todo's, and of several the one that the record names goes before others unless it has come to nothing.
 */
export const ownPulls = (
  records: readonly Own[],
  pulls: readonly ForgePull[],
  { plan, stray }: { plan: Into /** Numbers of those that went astray. */; stray: ReadonlySet<number> },
): Map<string, SeenPull> => {
  const byBranch = groupBy(pulls, ({ branch }) => branch);
  return new Map(
    records.flatMap((record) => {
      const [best] = ofTodo(record, byBranch, plan)
        .map((pull): SeenPull => (stray.has(pull.number) ? { ...pull, state: "astray" } : pull))
        .sort((a, b) => rank(b, record) - rank(a, record) || b.number - a.number);
      return best ? [[record.branch, best]] : [];
    }),
  );
};

/**
 * Those of the todos' merged pull requests that may have gone astray: what they were merged into is neither the plan's
 * base nor goes there by a pull request that is open or was merged later. The forge knows of which that is true; of
 * others it need not be asked, so that stacks cost no requests.
 */
export const doubtfulPulls = (
  records: readonly Own[],
  pulls: readonly ForgePull[],
  plan: Into,
): ForgePull[] => {
  const byBranch = groupBy(pulls, ({ branch }) => branch);
  return records.flatMap((record) =>
    ofTodo(record, byBranch, plan).filter((pull) => pull.state === "merged" && !leads(pull, byBranch, plan)),
  );
};

type ByBranch = ReadonlyMap<string, readonly ForgePull[]>;

const ofTodo = ({ branch, base, pull }: Own, byBranch: ByBranch, plan: Into): ForgePull[] =>
  (byBranch.get(branch) ?? []).filter(
    (one) => one.number === pull || one.base === base || one.base === plan.base,
  );

const ranks = { closed: 0, astray: 1, merged: 2, open: 3 };

const rank = ({ number, state }: SeenPull, { pull }: Own): number =>
  ranks[state] + (number === pull && ranks[state] > ranks.astray ? ranks.open : 0);

const leads = (pull: ForgePull, byBranch: ByBranch, plan: Into, passed: readonly number[] = []): boolean =>
  pull.base === plan.base ||
  (byBranch.get(pull.base) ?? []).some(
    (above) =>
      !passed.includes(above.number) &&
      takesOn(above, pull) &&
      leads(above, byBranch, plan, [...passed, pull.number]),
  );

/** Times are told to the second: what was merged in the same one may have come too late. */
const takesOn = (above: ForgePull, { merged }: ForgePull): boolean =>
  above.state === "open" || (above.merged !== null && (merged === null || above.merged.at > merged.at));
