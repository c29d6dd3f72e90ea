import type { CiLook } from "../ci/look.ts";
import type { Plan } from "../plan/plan.ts";
import type { BaseFault } from "../proof/fault.ts";
import type { LandingState } from "../proof/landing.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";
import { worksOf } from "../snapshot/work.ts";
import type { DesiredTodo } from "./desired.ts";
import { limitFollowUps } from "./observe/follow-ups.ts";
import { withoutRepeats } from "./observe/repeats.ts";
import { observe } from "./observe.ts";

/** What one look at the forge comes to: what was seen, and beside it all todos as they should be now. */
export interface DesiredState {
  readonly plan: Plan;
  readonly snapshot: Snapshot;
  readonly todos: readonly DesiredTodo[];
  /** Why nothing may start on the plan's base, where that is known. */
  readonly fault?: BaseFault;
  /** The key of the plan's commands, where they are known to pass on its base. */
  readonly proven?: string;
  /** What is known of what is to land; not there when nothing is, or nobody asks. */
  readonly landing?: LandingState;
  /** What is known of the repository's own CI and of its base's rules; not there when nobody asks. */
  readonly ci?: CiLook;
  /** Todos whose pull requests hold what the plan's base was rewound to before; not there when none is known. */
  readonly rewound?: ReadonlySet<string>;
}

/** Computed once a look: plans have thousands of todos. */
export const desiredState = (plan: Plan, snapshot: Snapshot): DesiredState => ({
  plan,
  snapshot,
  todos: limitFollowUps(
    withoutRepeats(worksOf(plan, snapshot).map((work) => observe(work, plan, snapshot))),
    plan,
  ),
});

/** The same with these pull requests merged, by number: what is told of a run that merged them. */
export const withMerged = (desired: DesiredState, merged: ReadonlySet<number>): DesiredState =>
  merged.size === 0
    ? desired
    : {
        ...desired,
        todos: desired.todos.map((one) =>
          one.pull && merged.has(one.pull.number) ? { ...one, pull: { ...one.pull, state: "merged" } } : one,
        ),
      };
