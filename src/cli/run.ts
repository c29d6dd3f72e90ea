import { MilepostError } from "../core/error.ts";
import { runLocally } from "./local.ts";
import { readPlan } from "./plan.ts";
import { chosenPrograms } from "./programs.ts";
import { quoted } from "./text/quoted.ts";

export interface RunCommandOptions {
  readonly repo: string;
  readonly forge: string;
  readonly agent?: string;
  readonly reviewer?: string;
  readonly parallel?: number;
  readonly retry?: boolean;
  readonly json?: boolean;
}

/** `milepost run`: the whole loop on this machine. */
export const run = async (file: string, options: RunCommandOptions): Promise<number> => {
  checkForge(options.forge);
  const plan = await readPlan(file);
  return await runLocally({
    plan: { ...plan, parallel: options.parallel ?? plan.parallel },
    repo: options.repo,
    programs: await chosenPrograms(options),
    json: options.json ?? false,
    retry: options.retry ?? false,
    command: commandOf(file, options),
  });
};

const checkForge = (forge: string): void => {
  if (forge === "local") return;
  throw new MilepostError("--forge github comes with the workflows; this version runs local only", {
    hint: "leave --forge out: everything happens on this machine, and your branches stay untouched",
  });
};

/** The command that goes on with this run. */
const commandOf = (file: string, { repo, agent, reviewer, parallel }: RunCommandOptions): string => {
  const given = [
    ...["milepost", "run", file],
    ...(repo === "." ? [] : ["--repo", repo]),
    ...(agent === undefined ? [] : ["--agent", agent]),
    ...(reviewer === undefined ? [] : ["--reviewer", reviewer]),
    ...(parallel === undefined ? [] : ["--parallel", String(parallel)]),
  ];
  return given.map(quoted).join(" ");
};
