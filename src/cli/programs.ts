import { checkProgram, programIn, type ReadyProgram, resolveProgram } from "../agents/program.ts";
import { MilepostError } from "../core/error.ts";
import type { Plan } from "../core/plan/plan.ts";
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
export const readyPrograms = async (
  plan: Plan,
  chosen: ChosenPrograms,
  place: ProgramPlace,
): Promise<{ agents: ReadonlyMap<string, ReadyProgram>; reviewer: ReadyProgram }> => {
  const agents = new Map<string, ReadyProgram>();
  for (const body of plan.bodies) {
    agents.set(body.id, await ready("agent", chosen.agent ?? body.agent ?? plan.agent, place));
  }
  return { agents, reviewer: await ready("reviewer", chosen.reviewer ?? plan.reviewer, place) };
};

const ready = async (
  role: "agent" | "reviewer",
  program: Program | null,
  { root, contained }: ProgramPlace,
): Promise<ReadyProgram> => {
  if (program) return { program, argv: await checkProgram(programIn(program, root), { role, contained }) };
  throw new MilepostError(`the plan names no ${role}`, {
    hint: `add \`${role}:\` to the plan, or pass --${role} command:./${role}.sh`,
  });
};
