import { reapOrphans } from "../agents/processes.ts";
import { checkProgram, programIn, resolveProgram } from "../agents/program.ts";
import { MilepostError } from "../core/error.ts";
import type { Plan } from "../core/plan/plan.ts";
import type { Program } from "../core/plan/schema.ts";
import type { Result } from "../core/report.ts";
import { clearDelivery, openRepository } from "../git/repository.ts";
import type { RunEvent } from "../local/events.ts";
import { startLocalForge } from "../local/forge.ts";
import { lockHome, openHome } from "../local/home.ts";
import type { ReadyProgram } from "../local/programs.ts";
import { runPlan } from "../local/run.ts";
import { readPlan } from "./plan.ts";

export interface RunCommandOptions {
  readonly repo: string;
  readonly agent?: string;
  readonly reviewer?: string;
  readonly parallel?: string;
  readonly json?: boolean;
}

export const run = async (file: string, options: RunCommandOptions): Promise<number> => {
  const plan = await readPlan(file);
  const parallel = options.parallel === undefined ? plan.parallel : Number(options.parallel);
  const emit = (event: RunEvent) => process.stdout.write(`${JSON.stringify(event)}\n`);
  const interrupt = new AbortController();
  process.once("SIGINT", () => interrupt.abort());
  process.once("SIGTERM", () => interrupt.abort());
  const result = await runHere({ plan: { ...plan, parallel }, options, signal: interrupt.signal, emit });
  if (interrupt.signal.aborted) return 130;
  return result.milestone?.state === "closed" ? 0 : 2;
};

interface Here {
  readonly plan: Plan;
  readonly options: RunCommandOptions;
  readonly signal: AbortSignal;
  readonly emit: (event: RunEvent) => void;
}

const runHere = async ({ plan, options, signal, emit }: Here): Promise<Result> => {
  const repository = await openRepository(options.repo);
  const programs = await readyPrograms(plan, options, repository.root);
  const home = await openHome(repository);
  using _lock = lockHome(home);
  await reapOrphans(home.dir);
  await clearDelivery(repository);
  const warn = (message: string) => emit({ type: "warning", message });
  await using forge = await startLocalForge({ home, repository, plan }, warn);
  emit({
    type: "start",
    plan: plan.id,
    title: plan.title,
    parallel: plan.parallel,
    forge: forge.url,
    data: home.forge,
    bodies: plan.bodies.map(({ id, title, todos }) => ({ body: id, title, todos: todos.length })),
  });
  return await runPlan({ plan, repository, home, forge, ...programs, signal, emit });
};

const readyPrograms = async (
  plan: Plan,
  { agent, reviewer }: RunCommandOptions,
  root: string,
): Promise<{ agents: ReadonlyMap<string, ReadyProgram>; reviewer: ReadyProgram }> => {
  const given = agent === undefined ? null : await resolveProgram(agent, process.cwd());
  const judge = reviewer === undefined ? plan.reviewer : await resolveProgram(reviewer, process.cwd());
  const agents = new Map<string, ReadyProgram>();
  for (const body of plan.bodies) {
    agents.set(body.id, await ready(given ?? body.agent ?? plan.agent, { root, option: "agent" }));
  }
  return { agents, reviewer: await ready(judge, { root, option: "reviewer" }) };
};

const ready = async (
  program: Program | null,
  { root, option }: { root: string; option: "agent" | "reviewer" },
): Promise<ReadyProgram> => {
  if (program) return { program, argv: await checkProgram(programIn(program, root)) };
  throw new MilepostError(`the plan names no ${option}`, {
    hint: `add \`${option}:\` to the plan, or pass --${option} command:./${option}.sh`,
  });
};
