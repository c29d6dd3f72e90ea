import { MilepostError } from "../core/error.ts";
import { type Plan, todosOf } from "../core/plan/plan.ts";
import { ownLabel } from "../core/snapshot/record.ts";
import type { GitHub } from "./client.ts";
import { listIssues, listUnlabelled, type ReadIssue } from "./issues.ts";

/*
 * What people took away by which the issues of a plan are known, looked for before second ones are made. It is asked
 * for only where something is missing, so that it costs no requests else.
 */

/** @throws {MilepostError} when todos that have no issue in the milestone, or all where that is gone, have one outside. */
export const refuseOutside = async (
  github: GitHub,
  plan: Plan,
  inside: readonly ReadIssue[],
): Promise<void> => {
  const known = new Set(inside.flatMap(({ record }) => (record.kind === "todo" ? [record.todo] : [])));
  if (todosOf(plan).every(({ id }) => known.has(id))) return;
  const outside = (await listIssues(github, "none", null)).filter(
    ({ record }) => record.plan === plan.id && record.kind === "todo" && !known.has(record.todo),
  );
  if (outside.length === 0) return;
  const numbers = outside.map(({ issue }) => issue.number);
  throw new MilepostError(`issues of the plan \`${plan.id}\` are in no milestone: ${named(numbers)}`, {
    hint: `put them back into the milestone "${plan.title}", and make that anew if it is gone; or take the label \`${ownLabel}\` off, and their todos begin anew`,
  });
};

/** @throws {MilepostError} when issues of the plan have lost our label, as they do when a person deletes it. */
export const refuseUnlabelled = async (github: GitHub, plan: Plan, milestone: number): Promise<void> => {
  const numbers = await listUnlabelled(github, { milestone, plan: plan.id });
  if (numbers.length === 0) return;
  throw new MilepostError(
    `issues of the plan \`${plan.id}\` have lost the label \`${ownLabel}\`: ${named(numbers)}`,
    { hint: "make the label anew and give it to them, so that no second ones are made" },
  );
};

/** Numbers named in an error at most. */
const mostNamed = 10;

const named = (numbers: readonly number[]): string => {
  const some = numbers.slice(0, mostNamed).map((number) => `#${number}`);
  return [...some, ...(numbers.length > mostNamed ? [`and ${numbers.length - mostNamed} more`] : [])].join(
    ", ",
  );
};
