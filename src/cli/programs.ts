import { checkProgram, programIn, type ReadyProgram, resolveProgram } from "../agents/program.ts";
import { MilepostError } from "../core/error.ts";
import { agentsOf, type Plan } from "../core/plan/plan.ts";
import type { Program } from "../core/plan/program.ts";

/** Who works and who judges, instead of those that the plan names. */
export interface ChosenPrograms {
  readonly agent: Program | null;
  readonly reviewer: Program | null;
}

/** The programs that `--agent` and `--reviewer` name; relative paths start here. */
export const chosenPrograms = async (named: {
  agent?: string | undefined;
  reviewer?: string | undefined;
}): Promise<ChosenPrograms> => {
  const resolved = async (text: string | undefined) =>
    text === undefined ? null : await resolveProgram(text, process.cwd());
  return { agent: await resolved(named.agent), reviewer: await resolved(named.reviewer) };
};

/** The plan with the programs that a person named in place of its own. */
export const withPrograms = (plan: Plan, { agent, reviewer }: ChosenPrograms): Plan => ({
  ...plan,
  ...(agent && { agents: [agent], bodies: plan.bodies.map((body) => ({ ...body, agents: [] })) }),
  ...(reviewer && { reviewers: [reviewer] }),
});

/** The programs of a plan, each list in the plan's order. */
interface ReadyPrograms {
  /** By body id. */
  readonly agents: ReadonlyMap<string, readonly ReadyProgram[]>;
  readonly reviewers: readonly ReadyProgram[];
}

/** Where programs of a plan are found, and whether something keeps them in their worktrees. */
export interface ProgramPlace {
  readonly root: string;
  readonly contained: boolean;
}

/**
 * Checks every program that the plan will need, before anything is written.
 *
 * @throws {MilepostError} when one is missing or cannot be started.
 */
export const readyPrograms = async (plan: Plan, place: ProgramPlace): Promise<ReadyPrograms> => {
  const agents = new Map<string, readonly ReadyProgram[]>();
  const use = { ...place, minutes: plan.limits.minutes };
  for (const { id } of plan.bodies) agents.set(id, await ready("agent", agentsOf(plan, id), use));
  return { agents, reviewers: await ready("reviewer", plan.reviewers, use) };
};

const ready = async (
  role: "agent" | "reviewer",
  programs: readonly Program[],
  { root, contained, minutes }: ProgramPlace & { readonly minutes: number },
): Promise<readonly ReadyProgram[]> => {
  const checked = programs.map(async (program) => ({
    program,
    argv: await checkProgram(programIn(program, root), { role, contained, minutes }),
  }));
  if (checked.length > 0) return await Promise.all(checked);
  throw new MilepostError(`the plan names no ${role}`, {
    hint: `add \`${role}:\` to the plan, or pass --${role} command:./${role}.sh`,
  });
};
