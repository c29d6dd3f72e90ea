import { checkProgram, programIn, type ReadyProgram } from "../agents/program.ts";
import type { RunnersPlace } from "../agents/runners.ts";
import { MilepostError } from "../core/error.ts";
import type { Program } from "../core/plan/schema.ts";
import type { Job } from "./job.ts";
import type { LaneJob } from "./lane.ts";

/** Where the lane's program runs, and which one it is; it must be there before anything is paid for. */
export const runnersFor = async (
  { plan, entry, place }: LaneJob,
  job: Job,
  role: "agent" | "reviewer",
): Promise<RunnersPlace> => {
  const body = plan.bodies.find(({ id }) => id === entry.body);
  const program = role === "agent" ? (body?.agent ?? plan.agent) : plan.reviewer;
  const ready = await readyProgram(program, role, job.workspace);
  return {
    plan,
    agents: new Map([[entry.body, ready]]),
    reviewer: ready,
    handOff: () => place.handOff,
    marker: (todo) => `${place.dir}:${todo}`,
    signal: job.signal,
  };
};

const readyProgram = async (program: Program | null, role: string, root: string): Promise<ReadyProgram> => {
  if (program) return { program, argv: await checkProgram(programIn(program, root)) };
  throw new MilepostError(`the plan names no ${role}`, { hint: `add \`${role}:\` to the plan` });
};
