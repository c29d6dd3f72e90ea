import { shellWord } from "../core/shell-word.ts";
import { forgeKindOf } from "./forge-kind.ts";
import { runLocally } from "./local.ts";
import { readPlan } from "./plan.ts";
import { chosenPrograms } from "./programs.ts";

interface RunCommandOptions {
  readonly repo: string;
  readonly forge: string;
  readonly agent?: string;
  readonly reviewer?: string;
  readonly parallel?: number;
  /** Settings instead of the plan's, each `key=value`. */
  readonly set?: readonly string[];
  readonly retry?: boolean;
  readonly json?: boolean;
  readonly open?: boolean;
  readonly anew?: boolean;
}

/** `milepost run`: the whole loop on this machine. */
export const run = async (file: string, options: RunCommandOptions): Promise<number> => {
  const forge = forgeKindOf(options.forge);
  const plan = await readPlan(file, options.set);
  return await runLocally({
    plan: { ...plan, parallel: options.parallel ?? plan.parallel },
    file,
    repo: options.repo,
    forge,
    programs: await chosenPrograms(options),
    json: options.json ?? false,
    retry: options.retry ?? false,
    open: options.open ?? false,
    anew: options.anew ?? false,
    command: commandOf(file, options),
  });
};

/** The command that goes on with this run. */
const commandOf = (
  file: string,
  { repo, forge, agent, reviewer, parallel, set = [] }: RunCommandOptions,
): string => {
  const given = [
    ...["milepost", "run", file],
    ...(repo === "." ? [] : ["--repo", repo]),
    ...(forge === "local" ? [] : ["--forge", forge]),
    ...(agent === undefined ? [] : ["--agent", agent]),
    ...(reviewer === undefined ? [] : ["--reviewer", reviewer]),
    ...(parallel === undefined ? [] : ["--parallel", String(parallel)]),
    ...set.flatMap((one) => ["--set", one]),
  ];
  return given.map(shellWord).join(" ");
};
