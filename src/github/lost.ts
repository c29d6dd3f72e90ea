import { MilepostError } from "../core/error.ts";
import { type Plan, todosOf } from "../core/plan/plan.ts";
import { ownLabel } from "../core/snapshot/record.ts";
import { identityOf } from "../core/snapshot/twins.ts";
import type { GitHub } from "./client.ts";
import type { ReadIssue } from "./issue-record.ts";
import { listIssues, listUnlabelled } from "./issues.ts";

/*
 * What people took away by which the issues of a plan are known, looked for before second ones are made. It is asked
 * for only where something is missing, so that it costs no requests else.
 */

/** @throws {MilepostError} when what has no issue in the milestone, which may be gone itself, has one in none. */
export const refuseOutside = async (
  github: GitHub,
  plan: Plan,
  inside: readonly ReadIssue[],
): Promise<void> => {
  const known = new Set(inside.map(({ record }) => identityOf(record)));
  const wanted = todosOf(plan).map(({ id }) => `todo ${plan.id} ${id}`);
  if ([trackingOf(plan), ...wanted].every((identity) => known.has(identity))) return;
  const outside = (await listIssues(github, "none", null)).filter(
    ({ record }) => record.plan === plan.id && record.kind !== "fix" && !known.has(identityOf(record)),
  );
  if (outside.length === 0) return;
  const numbers = outside.map(({ issue }) => issue.number);
  throw new MilepostError(`issues of the plan \`${plan.id}\` are in no milestone: ${named(numbers)}`, {
    hint: `put them back into the milestone "${plan.title}", and make that anew if it is gone; or take the label \`${ownLabel}\` off, and their todos begin anew`,
  });
};

/**
 * A todo's issue without our label is none of the plan's: that is how a person has it begun anew. The tracking issue
 * tells whether the plan is paused, and it is made before all others: where it is missing, something was taken away.
 *
 * @throws {MilepostError} when it has lost our label, or all issues have, as when a person deletes that.
 */
export const refuseUnlabelled = async (
  github: GitHub,
  plan: Plan,
  { milestone, inside }: { milestone: number; inside: readonly ReadIssue[] },
): Promise<void> => {
  if (inside.some(({ record }) => identityOf(record) === trackingOf(plan))) return;
  const bare = [...(await listUnlabelled(github, { milestone, plan: plan.id }))];
  const lost = bare.filter(([, { kind }]) => inside.length === 0 || kind === "tracking");
  if (lost.length === 0) return;
  const numbers = lost.map(([number]) => number);
  throw new MilepostError(
    `issues of the plan \`${plan.id}\` have lost the label \`${ownLabel}\`: ${named(numbers)}`,
    { hint: "give it to them, made anew if it is gone, so that no second ones are made" },
  );
};

const trackingOf = ({ id }: Plan): string => `tracking ${id}`;

/** Numbers named in an error at most. */
const maxNamed = 10;

const named = (numbers: readonly number[]): string => {
  const some = numbers.slice(0, maxNamed).map((number) => `#${number}`);
  return [...some, ...(numbers.length > maxNamed ? [`and ${numbers.length - maxNamed} more`] : [])].join(
    ", ",
  );
};
