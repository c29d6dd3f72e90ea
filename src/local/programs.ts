import { relative } from "node:path";
import { commandRunner } from "../agents/command-runner.ts";
import { type Needs, needsOf } from "../agents/needs.ts";
import type { RunnersPlace } from "../agents/one-run.ts";
import type { ReadyProgram } from "../agents/program.ts";
import { promptRenderer } from "../agents/prompt-renderer.ts";
import { newPurse } from "../agents/purse.ts";
import { agentRunner, reviewRunner } from "../agents/runners.ts";
import { confineOn, prepareOn } from "../agents/sandbox/confine.ts";
import type { Entry } from "../core/lane/handoff.ts";
import type { Logs } from "../core/todo/record.ts";
import { withoutSecrets } from "../secrets/hide.ts";
import { attemptDir, noteDenied } from "./attempts.ts";
import { stepEvent } from "./events.ts";
import type { LanePorts } from "./lane.ts";
import type { RunOptions } from "./run-options.ts";
import { sandboxContextOf } from "./sandbox-context.ts";

/** Starts ahead what holds the programs of a run. */
export const prepareSandbox = (options: RunOptions): void =>
  prepareOn(
    sandboxContextOf(options),
    [...options.agents.values(), options.reviewers]
      .flat()
      .map(({ program }) => needsOf(program, process.env)),
  );

/** The programs of one lane, which run on this machine. */
export const programsFor = (
  entry: Entry,
  options: RunOptions,
): Pick<LanePorts, "agent" | "command" | "render" | "reviewer"> => {
  const place = placeOf(entry, options);
  return {
    agent: withoutSecrets(agentRunner(place)),
    command: withoutSecrets(commandRunner(place, entry)),
    render: promptRenderer(options.plan),
    reviewer: withoutSecrets(reviewRunner(place)),
  };
};

const placeOf = (entry: Entry, options: RunOptions): RunnersPlace => {
  const { plan, home, agents, reviewers, signal, emit, forge } = options;
  return {
    plan,
    agent: ({ body, agent }) => programAt(agents.get(body), agent),
    reviewer: ({ reviewer }) => programAt(reviewers, reviewer),
    signal,
    secrets: [forge.tokens.bot, forge.tokens.reviewer],
    purse: newPurse(entry.usdLeft),
    handOff: (todo) => home.handOff(plan.id, todo),
    logs: () => attemptDir(home, entry),
    marker: (todo) => `${home.dir}:${todo}`,
    confine: (needs: Needs) => ({
      ...confineOn(sandboxContextOf(options))(needs),
      onDenied: (denied: readonly string[]) => {
        noteDenied(attemptDir(home, entry), needs.role, denied);
        emit(stepEvent(entry, `${needs.role} denied`, denied.join("\n")));
      },
    }),
  };
};

const programAt = (programs: readonly ReadyProgram[] | undefined, at: number | null): ReadyProgram => {
  const ready = programs?.[at ?? 0] ?? programs?.[0];
  if (ready) return ready;
  throw new Error("a lane has no program");
};

/** What a lane's programs print. From the repository's root: a path of this machine is nobody's business on a forge. */
export const logsOf = (
  lane: Pick<Entry, "todo" | "round" | "attempt" | "claim">,
  { plan, home, repository }: Pick<RunOptions, "plan" | "home" | "repository">,
): Logs => ({
  kind: "files",
  paths: [relative(repository.main.root, attemptDir(home, { ...lane, plan: plan.id }))],
});
