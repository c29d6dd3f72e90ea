import { type LogStep, logSteps } from "../core/lane/attempt.ts";
import { openRepository } from "../git/repositories/repository.ts";
import { homeOf } from "../local/home.ts";
import { readJournal } from "../local/last-run.ts";
import { exits } from "./exit.ts";
import { chooseAttempts } from "./log/choose.ts";
import { follow } from "./log/follow.ts";
import { keptRuns } from "./log/kept.ts";
import { logReader } from "./log/reader.ts";
import { showJson, showLines, showRaw } from "./log/show.ts";

interface LogsCommandOptions {
  readonly repo: string;
  readonly plan?: string;
  readonly attempt?: number;
  readonly step?: LogStep;
  readonly follow?: boolean;
  readonly raw?: boolean;
  readonly json?: boolean;
}

/** `milepost logs`: what the programs of a todo printed, or of all todos, each line with its todo's name. */
export const logs = async (todo: string | undefined, options: LogsCommandOptions): Promise<number> => {
  const { plan, attempt, step, follow: isFollowed = false, raw = false, json = false } = options;
  const repository = await openRepository(options.repo);
  const attempts = await chooseAttempts(repository, { todo, plan, attempt, isFollowed });
  const reader = () => logReader({ steps: step === undefined ? logSteps : [step], raw });
  const { stdout } = process;
  const show = json
    ? showJson(stdout)
    : raw
      ? showRaw(stdout)
      : showLines(stdout, { isNamed: todo === undefined });
  if (isFollowed) {
    const isAlive = async () => (await readJournal(homeOf(repository))).last?.isAlive ?? false;
    const isOpen = async () => (await attempts()).some(({ ended }) => ended === null);
    const isLive = async () => (await isAlive()) && (todo === undefined || (await isOpen()));
    if (!(await isLive())) process.stderr.write("nothing of it is at work now; this is what is kept\n");
    await follow({ attempts, isLive, reader, show });
    return exits.done;
  }
  for (const { attempt: one, lines } of await keptRuns(await attempts())) {
    const { line, end } = reader();
    for (const each of lines) show(one, line(each));
    show(one, end());
  }
  return exits.done;
};
