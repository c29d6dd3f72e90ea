import { openRepository } from "../git/repositories/repository.ts";
import { exits } from "./exit.ts";
import { lookAt } from "./look.ts";
import { readPlan } from "./plan.ts";
import { standingLines } from "./standing/lines.ts";
import { readAllStandings, readPlanStanding } from "./standing/read.ts";
import type { PlanStanding } from "./standing/standing.ts";
import { colorsFor } from "./text/colors.ts";
import { widthOf } from "./text/width.ts";

export interface StatusCommandOptions {
  readonly repo: string;
  readonly json?: boolean;
}

/** `milepost status`: how a plan stands, or every plan that the forge knows; during a run, too. */
export const status = async (
  file: string | undefined,
  { repo, json }: StatusCommandOptions,
): Promise<number> => {
  const standings = await standingsOf(file, repo);
  const { stdout } = process;
  const place = { columns: widthOf(stdout), colors: colorsFor(stdout) };
  const lines = json
    ? [JSON.stringify({ type: "status", plans: standings })]
    : standings.flatMap((one, at) => [...(at > 0 ? [""] : []), ...standingLines(one, place)]);
  const none = "nothing has run here yet: milepost run <plan>";
  stdout.write(`${lines.length > 0 ? lines.join("\n") : none}\n`);
  return exits.done;
};

const standingsOf = async (file: string | undefined, repo: string): Promise<PlanStanding[]> => {
  const plan = file === undefined ? null : await readPlan(file);
  await using look = await lookAt(await openRepository(repo));
  if (plan) return [await readPlanStanding(plan, look)];
  return look ? await readAllStandings(look.github) : [];
};
