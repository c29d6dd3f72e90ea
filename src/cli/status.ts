import type { PlanStatus } from "../core/report/plan-status.ts";
import { openRepository } from "../git/repositories/repository.ts";
import { homeOf } from "../local/home.ts";
import { type LastRun, readJournal } from "../local/last-run.ts";
import { exits } from "./exit.ts";
import { type FoundPlan, plansOf } from "./find-plan.ts";
import { forgeToRead } from "./forge-kind.ts";
import { howToAnswer } from "./how-to-answer.ts";
import { type OpenForge, readForge } from "./open-forge.ts";
import { readPlan } from "./plan.ts";
import { statusLines } from "./status-report/lines.ts";
import { readAllStatuses, readPlanStatus } from "./status-report/read.ts";
import { runLines } from "./status-report/run-lines.ts";
import { colorsFor } from "./text/colors.ts";
import { widthOf } from "./text/width.ts";

interface StatusCommandOptions {
  readonly repo: string;
  readonly forge?: string;
  readonly json?: boolean;
}

/** `milepost status`: how a plan stands, or every plan that the forge knows; during a run, too. */
export const status = async (
  file: string | undefined,
  { json, ...place }: StatusCommandOptions,
): Promise<number> => {
  const { stdout } = process;
  const page = { columns: widthOf(stdout), colors: colorsFor(stdout) };
  const { last, statuses } = await statusesOf(file, place);
  const lines = json
    ? [JSON.stringify({ type: "status", run: last, plans: statuses })]
    : [
        ...runLines(last, { ...page, now: new Date() }),
        ...statuses.flatMap((one, at) => [...(at > 0 ? [""] : []), ...statusLines(one, page)]),
      ];
  const none = "nothing has run here yet: milepost run <plan>";
  stdout.write(`${lines.length > 0 ? lines.join("\n") : none}\n`);
  return exits.done;
};

interface Statuses {
  readonly last: LastRun | null;
  readonly statuses: readonly PlanStatus[];
}

const statusesOf = async (
  file: string | undefined,
  { repo, forge }: Omit<StatusCommandOptions, "json">,
): Promise<Statuses> => {
  const named = file === undefined ? null : { file, plan: await readPlan(file) };
  const repository = await openRepository(repo);
  const { last } = await readJournal(homeOf(repository));
  const kind = await forgeToRead(forge, repository, named?.plan.id);
  const { ran, others } = await plansOf(repository);
  const known = new Map([...others, ...ran].map((one) => [one.plan.id, one]));
  const statusOf = async ({ plan, file: at }: FoundPlan, look: OpenForge | null): Promise<PlanStatus> =>
    await readPlanStatus(plan, look, howToAnswer({ file: at, repo, forge: kind }));
  const statuses = await readForge(
    repository,
    async (look) => {
      if (named) return [await statusOf(named, look)];
      const byIssues = look ? await readAllStatuses(look) : [];
      return await Promise.all(
        byIssues.map(async (one) => {
          const found = known.get(one.plan);
          return found ? await statusOf(found, look) : one;
        }),
      );
    },
    kind,
  );
  return { last, statuses };
};
