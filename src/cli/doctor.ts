import { count } from "../core/count.ts";
import { MilepostError } from "../core/error.ts";
import type { Plan } from "../core/plan/plan.ts";
import { openRepository } from "../git/repositories/repository.ts";
import { githubPlaceOf, githubTokens } from "../local/github.ts";
import { checkCommands } from "./doctor/base.ts";
import type { CheckUp } from "./doctor/check-up.ts";
import { ok, problem } from "./doctor/check-up.ts";
import { asProblem } from "./doctor/errors.ts";
import { checkGitHub } from "./doctor/github.ts";
import { checkMachine } from "./doctor/machine.ts";
import { checkNotify } from "./doctor/notify.ts";
import { checkPlace } from "./doctor/place.ts";
import { checkPrograms } from "./doctor/programs.ts";
import { exits } from "./exit.ts";
import { readPlan } from "./plan.ts";
import { chosenPrograms, withPrograms } from "./programs.ts";
import { type Colors, colorsFor } from "./text/colors.ts";

interface DoctorOptions {
  readonly repo: string;
  /** Where the plan is to run; GitHub is looked at when there is a token for it. */
  readonly forge?: "local" | "github";
  readonly agent?: string;
  readonly reviewer?: string;
  /** Run the plan's commands on its base. */
  readonly run?: boolean;
  readonly json?: boolean;
}

/** `milepost doctor`: tells before anything is spent what a run would stumble over. */
export const doctor = async (file: string | undefined, options: DoctorOptions): Promise<number> => {
  const plan = file === undefined ? null : await readPlan(file);
  if (options.run && !plan)
    throw new MilepostError("--run runs the commands of a plan, and none is named", {
      hint: "name its file: milepost doctor plans/my-plan.yml --run",
    });
  const found = await checkAll(plan, options);
  const { stdout } = process;
  const ready = found.every(({ level }) => level !== "problem");
  if (options.json) stdout.write(`${JSON.stringify({ type: "doctor", ok: ready, checks: found })}\n`);
  else stdout.write(`${linesOf(found, colorsFor(stdout)).join("\n")}\n`);
  return ready ? exits.done : exits.error;
};

const checkAll = async (plan: Plan | null, options: DoctorOptions): Promise<CheckUp[]> => {
  const { repo, forge } = options;
  const chosen = await chosenPrograms(options);
  const machine = await checkMachine(plan);
  try {
    const repository = await openRepository(repo);
    const { root } = repository;
    const contained = plan?.sandbox === "off" || isWell(machine, "sandbox");
    return [
      ...machine,
      ...(await checkPlace(repository, plan, { onGitHub: forge === "github" })),
      ...(plan ? await checkPrograms(withPrograms(plan, chosen), { root, contained }) : []),
      ...(await checkNotify(plan?.notify ?? [], root)),
      ...(forge === "local" ? [] : await checkForge(repository, plan, forge)),
      ...(plan && options.run ? [await checkCommands(repository, plan)] : []),
    ];
  } catch (error) {
    return [...machine, asProblem("repository", error)];
  }
};

const isWell = (found: readonly CheckUp[], name: string): boolean =>
  found.every((one) => one.name !== name || one.level === "ok");

const checkForge = async (
  repository: Awaited<ReturnType<typeof openRepository>>,
  plan: Plan | null,
  forge: DoctorOptions["forge"],
): Promise<CheckUp[]> => {
  const tokens = githubTokens(process.env);
  if (!tokens && forge === "github") {
    return [
      problem(
        "token",
        "there is none for GitHub",
        "set GITHUB_TOKEN (with gh: export GITHUB_TOKEN=$(gh auth token))",
      ),
    ];
  }
  if (!tokens)
    return [ok("GitHub", "not looked at, since GITHUB_TOKEN is not set; the local forge needs none")];
  try {
    return await checkGitHub({ ...(await githubPlaceOf(repository, process.env)), tokens }, plan);
  } catch (error) {
    return [asProblem("GitHub", error)];
  }
};

const marks = { ok: "✓", warning: "!", problem: "✗" } as const;

const linesOf = (found: readonly CheckUp[], colors: Colors): string[] => {
  const paint = { ok: colors.green, warning: colors.yellow, problem: colors.red };
  const width = Math.max(...found.map(({ name }) => name.length));
  const lines = found.flatMap(({ name, level, message, fix }) => [
    `${paint[level](marks[level])} ${name.padEnd(width)}  ${message}`,
    ...(fix === null ? [] : [`  ${" ".repeat(width)}  ${colors.dim("→")} ${fix}`]),
  ]);
  const of = (level: CheckUp["level"]) => found.filter((one) => one.level === level).length;
  return [...lines, "", `${count(of("problem"), "problem")}, ${count(of("warning"), "warning")}`];
};
