import { existsSync } from "node:fs";
import { join } from "node:path";
import { reapOrphans } from "../agents/processes.ts";
import { openWantedSandbox } from "../agents/sandbox/open.ts";
import { ForgeOffline } from "../core/offline.ts";
import type { Plan } from "../core/plan/plan.ts";
import type { Result } from "../core/report/report.ts";
import { shellWord } from "../core/shell-word.ts";
import { clearDelivery, openRepository, type UserRepository } from "../git/repositories/repository.ts";
import { startGitWorker } from "../git/worker-client.ts";
import { localBase } from "../local/base.ts";
import type { RunEvent } from "../local/events.ts";
import { startLocalForge } from "../local/forge.ts";
import { connectToGitHub } from "../local/github.ts";
import { keepHeapSmall } from "../local/heap.ts";
import { type ForgeKind, homeOf, openHome } from "../local/home.ts";
import { noteRun } from "../local/last-run.ts";
import { beginAnew, homeIsLost, lossOfHome, rememberHome } from "../local/lost-home.ts";
import { refusePublished } from "../local/published.ts";
import { reportFile } from "../local/report.ts";
import { runPlan } from "../local/run.ts";
import { takeHome } from "../local/take-home.ts";
import { sinksHere } from "../notify/notices.ts";
import { isAgreed } from "./agree.ts";
import { openInBrowser } from "./board/browser.ts";
import { runPages } from "./board/run-pages.ts";
import { exits } from "./exit.ts";
import { howToAnswer } from "./how-to-answer.ts";
import { listenForInterrupt } from "./interrupt.ts";
import { type ChosenPrograms, readyPrograms, withPrograms } from "./programs.ts";
import { runActions } from "./run-actions.ts";
import { startEvent } from "./start.ts";
import { colorsFor } from "./text/colors.ts";
import { widthOf } from "./text/width.ts";
import { chooseView } from "./view/choose.ts";
import { idleLines, type SummaryPlace, summary } from "./view/summary.ts";

/** A run on this machine. */
interface LocalRun {
  readonly plan: Plan;
  /** The plan's file, as it is named in commands. */
  readonly file: string;
  /** The repository's folder. */
  readonly repo: string;
  /** The embedded one when not given. */
  readonly forge?: ForgeKind;
  readonly programs: ChosenPrograms;
  readonly json: boolean;
  /** Gives blocked todos new attempts and rounds first. */
  readonly retry: boolean;
  /** Opens its board in a browser. */
  readonly open?: boolean;
  /** Begins anew where what was kept of earlier runs is gone. */
  readonly anew?: boolean;
  /** The command that a person types to go on with it. */
  readonly command: string;
}

/** Runs a plan on this machine, shows it, and answers the exit code. */
export const runLocally = async (run: LocalRun): Promise<number> => {
  keepHeapSmall();
  await using _git = startGitWorker();
  const { json, retry, command, forge: kind = "local" } = run;
  const notify = await sinksHere(run.plan.notify);
  const plan = withPrograms({ ...run.plan, notify }, run.programs);
  const repository = await openRepository(run.repo);
  const without: string[] = [];
  await using sandbox = await openWantedSandbox(plan, {
    machine: "laptop",
    warn: (message) => {
      without.push(message);
      if (json) process.stderr.write(`${message}\n`);
    },
  });
  const contained = sandbox !== null || plan.sandbox === "off";
  const programs = await readyPrograms(plan, { root: repository.root, contained });
  if (kind === "local") await refuseLoss(repository, run);
  const home = await openHome(repository, kind);
  using taken = await takeHome(home);
  if (kind === "local") await refusePublished(home, run.plan.id, run.file);
  const { branch: base } = await localBase(repository, plan);
  await using _note = await noteRun(home, { plan: plan.id, file: run.file, forge: kind, command, base });
  await reapOrphans(home.dir);
  await clearDelivery(repository);
  using view = await chooseView({ json });
  using interrupt = listenForInterrupt({
    onFirst: view.stopping,
    onSecond: async () => {
      view[Symbol.dispose]();
      await reapOrphans(home.dir, 0);
    },
  });
  let idle = true;
  const emit = (event: RunEvent): void => {
    if (event.type === "change") idle = false;
    view.show(event);
  };
  const { pages: kept } = taken;
  const pages = runPages({ plan, repository, file: run.file, repo: run.repo, kept });
  const isFirst = kind === "local" && !existsSync(join(home.forge, "forge.sqlite"));
  const warn = (message: string) => emit({ type: "warning", message });
  await using forge =
    kind === "local"
      ? await startLocalForge({ home, repository, plan, pages: pages.open, port: kept?.port }, warn)
      : await connectToGitHub(repository, process.env);
  if (kind === "local") await rememberHome(repository, plan.id);
  const board = pages.show(forge);
  if (board !== null && !json) process.stdout.write(`Board, for one browser: ${board}\n`);
  if (board !== null && run.open) openInBrowser(board);
  if (board === null && run.open && !json)
    process.stdout.write(
      `Its board, beside it: milepost board ${placeOf(run).plan}${placeOf(run).options} --forge github --open\n`,
    );
  emit(await startEvent(plan, forge, { data: home.forge, isFirst }));
  without.forEach(warn);
  view.hear(runActions({ plan, repository, home, forge, colors: colorsFor(process.stdout) }));
  const { signal } = interrupt;
  const how = howToAnswer({ file: run.file, repo: run.repo, forge: kind });
  const settings = {
    ...{ plan, repository, home, forge, ...programs, sandbox, signal, emit, retry, how },
    place: placeOf(run),
  };
  const result = await runPlan(settings).catch((error: unknown) => {
    if (error instanceof ForgeOffline && signal.aborted) return warn(error.message);
    throw error;
  });
  if (!result) return exits.interrupted;
  view[Symbol.dispose]();
  const data = kind === "local" ? home.forge : null;
  const place = { data, report: reportFile(home, plan.id), repo: run.repo, command };
  if (!json) sayEnd(result, { ...place, idle, interrupted: signal.aborted });
  return exitOf(result, signal);
};

/** Where the home of earlier runs is gone, what was done is done and paid for again only if a person says so. */
const refuseLoss = async (repository: UserRepository, { plan, json, anew }: LocalRun): Promise<void> => {
  const home = homeOf(repository);
  const loss = await lossOfHome(repository, home, plan.id);
  if (loss === null) return;
  if (anew !== true && (json || !(await isAgreed(`${loss}. Begin anew? [y/N] `)))) throw homeIsLost(loss);
  await beginAnew(repository, home, plan.id);
};

/** What a person types about the plan. */
const placeOf = ({ file, repo, command }: LocalRun) => ({
  plan: shellWord(file),
  options: repo === "." ? "" : ` --repo ${shellWord(repo)}`,
  run: command,
});

const sayEnd = (
  result: Result,
  { idle, ...known }: { idle: boolean } & Omit<SummaryPlace, "columns" | "colors">,
): void => {
  const { stdout } = process;
  const place = { ...known, columns: widthOf(stdout), colors: colorsFor(stdout) };
  const lines = idle && isClosed(result) ? idleLines(result, place) : summary(result, place);
  stdout.write(`${lines.join("\n")}\n`);
};

const exitOf = (result: Result, signal: AbortSignal): number => {
  if (isClosed(result)) return exits.done;
  return signal.aborted ? exits.interrupted : exits.stuck;
};

const isClosed = ({ milestone }: Result): boolean => milestone?.state === "closed";
