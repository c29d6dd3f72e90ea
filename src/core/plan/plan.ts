import { oncePer } from "../once.ts";
import type { Limits } from "./limits.ts";
import type { Sink } from "./notify.ts";
import type { Program } from "./program.ts";
import type { PlanFile } from "./schema.ts";

/** The unit of work: one issue, one branch, one pull request. */
export interface Todo {
  readonly id: string;
  /** The id of the body whose agent works it. */
  readonly body: string;
  readonly order: string;
  readonly branch: string;
  /** 0 when the plan gives none: such a todo waits for no phase. */
  readonly phase: number;
  readonly title: string;
  readonly text: string;
  /** Ids of todos that must be done before this one starts. */
  readonly needs: readonly string[];
  /** Whether its branch starts from the work of the todo before it in its body, too. */
  readonly stack: boolean;
  /** The issue that is adopted for it; not there when one is made. */
  readonly issue?: number;
}

/** An ordered list of todos owned by one agent, worked in one worktree. */
export interface Body {
  readonly id: string;
  readonly title: string;
  /** Folder name of its worktree. */
  readonly worktree: string;
  /** Globs that its agent may touch; `null` is anything unprotected. */
  readonly owns: readonly string[] | null;
  readonly after: readonly string[];
  readonly accepts: readonly string[];
  /** Its own agents, the first before the others; none means the plan's. */
  readonly agents: readonly Program[];
  readonly todos: readonly Todo[];
}

/** A plan that has been read and found right: orders and branch names are there and agree with the needs. */
export interface Plan
  extends Readonly<
    Omit<PlanFile, "version" | "plan" | "bodies" | "coverage" | "agent" | "reviewer" | "notify"> & {
      id: string;
      limits: Limits;
      /** Where `verify` leaves its reports, and what is production code by name; `null` when coverage is not asked for. */
      coverage: { readonly reports: readonly string[]; readonly code: readonly string[] } | null;
      /** The first before those that take over from it; none where the plan names none. */
      agents: readonly Program[];
      reviewers: readonly Program[];
      /** Where people are told. */
      notify: readonly Sink[];
    }
  > {
  /** Where in its file a host is added that its commands need, as `file:line`; not there when it was made of no file. */
  readonly networkAt?: string;
  /** What the command line set instead of the file, each `key=value`; not there when it set nothing. */
  readonly overrides?: readonly string[];
  readonly bodies: readonly Body[];
}

/** The agents of a body: its own, or the plan's. */
export const agentsOf = (plan: Plan, body: string): readonly Program[] => {
  const own = agentsIn(plan.bodies).get(body) ?? [];
  return own.length > 0 ? own : plan.agents;
};

const agentsIn = oncePer(
  (bodies: Plan["bodies"]): ReadonlyMap<string, readonly Program[]> =>
    new Map(bodies.map(({ id, agents }) => [id, agents])),
);

/** All todos of the plan, body after body. */
export const todosOf = (plan: Plan): readonly Todo[] => todosIn(plan.bodies);
const todosIn = oncePer((bodies: Plan["bodies"]): readonly Todo[] => bodies.flatMap(({ todos }) => todos));
