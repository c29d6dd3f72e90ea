import { join, relative } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Needs, needsOf } from "../agents/needs.ts";
import type { ReadyProgram } from "../agents/program.ts";
import { promptRenderer } from "../agents/prompt-renderer.ts";
import { agentRunner, commandRunner, reviewRunner, transcripts } from "../agents/runners.ts";
import { confineOn, prepareOn } from "../agents/sandbox/confine.ts";
import type { Sandbox } from "../agents/sandbox/sandbox.ts";
import type { Change } from "../core/decide/change.ts";
import { isObjection } from "../core/gate-outcome.ts";
import type { Entry } from "../core/lane/handoff.ts";
import type { LaneResult } from "../core/lane/settlement.ts";
import { changedText, unattributedText } from "../core/lane/unattributed.ts";
import type { Plan } from "../core/plan/plan.ts";
import { heldTexts } from "../core/report/account-waits.ts";
import { type Result, resultOf } from "../core/report/report.ts";
import { isDone } from "../core/todo/desired.ts";
import type { Logs } from "../core/todo/record.ts";
import { decisionOn } from "../core/todo/state.ts";
import { type Hub, openHub } from "../git/repositories/hub.ts";
import { openPublisher } from "../git/repositories/publisher.ts";
import type { UserRepository } from "../git/repositories/repository.ts";
import { connect, type GitHub } from "../github/client.ts";
import { forgeOf } from "../github/forge.ts";
import { snapshotReader } from "../github/snapshot.ts";
import { withoutSecrets } from "../secrets/hide.ts";
import type { Orchestrated } from "../steps/orchestrate.ts";
import type { Forge, PublisherPort, Workshop } from "../steps/ports.ts";
import { pollComments } from "./comment-polling.ts";
import { newDelivery } from "./delivery.ts";
import { entryEvent, type RunEvent } from "./events.ts";
import type { ForgeConnection } from "./forge.ts";
import type { Guard } from "./guard.ts";
import { type Home, lossIn } from "./home.ts";
import { type LanePorts, runLane } from "./lane.ts";
import { type LanesPorts, runLanes } from "./lanes.ts";
import { runIdentity } from "./run-identity.ts";
import { groundOf } from "./sandbox-context.ts";
import { signerOf, trustedSide } from "./trusted-side.ts";
import { guardOf, reportTo, workshopAt } from "./workshop.ts";
import { clearWorktrees } from "./worktrees.ts";

interface RunOptions {
  readonly plan: Plan;
  readonly repository: UserRepository;
  readonly home: Home;
  readonly forge: ForgeConnection;
  /** By body id, and of each list in the plan's order. */
  readonly agents: ReadonlyMap<string, readonly ReadyProgram[]>;
  readonly reviewers: readonly ReadyProgram[];
  /** What holds all programs in their places; `null` when the plan or the machine has none. */
  readonly sandbox: Sandbox | null;
  readonly signal: AbortSignal;
  readonly emit: (event: RunEvent) => void;
  /** Give blocked todos new attempts and rounds first. */
  readonly retry?: boolean;
}

/** Runs a plan on this machine until it is closed, stuck or interrupted, and sums it up. */
export const runPlan = async (options: RunOptions): Promise<Result> => {
  const begun = performance.now();
  const { plan, home, forge, emit } = options;
  const programs = [...options.agents.values(), options.reviewers].flat();
  prepareOn(
    groundOf(options),
    programs.map(({ program }) => needsOf(program, process.env)),
  );
  const requests = { read: 0, write: 0 };
  const onWait = (message: string) => emit({ type: "warning", message });
  const bot = connect({ ...forge, token: forge.tokens.bot, onWait }, requests);
  const reviewer = connect({ ...forge, token: forge.tokens.reviewer, onWait }, requests);
  const publisher = await openPublisher({
    dir: home.publisher,
    url: forge.gitUrl,
    token: forge.tokens.bot,
    ...(forge.folder === null ? {} : { borrow: forge.folder }),
  });
  const guard = guardOf(options.repository.root, options.sandbox, (changes) =>
    emit({ type: "warning", message: changedText(changes) }),
  );
  const hub = await openHub({
    dir: home.hub,
    publisherDir: publisher.dir,
    onTouched: reportTo(guard),
  });
  await using signer = await signerOf(plan);
  const trusted = trustedSide(publisher, plan, signer);
  const edges = { bot, publisher: trusted, hub, guard, ports: forgeOf({ bot, reviewer }) };
  const last = await runLanes(lanesPorts(options, edges));
  if (last.progress.kind === "closed") await clearWorktrees(hub, home.worktrees);
  const result = resultOf(last.snapshot, last.todos, {
    criteria: last.criteria,
    waiting: last.progress.kind === "stuck" ? last.progress.reasons : [],
    requests,
    wallMs: Math.round(performance.now() - begun),
  });
  emit(result);
  return result;
};

interface Edges {
  readonly bot: GitHub;
  readonly publisher: PublisherPort & { readonly dir: string };
  readonly hub: Hub;
  readonly guard: Guard;
  readonly ports: Forge;
}

const lanesPorts = (user: RunOptions, { bot, publisher, hub, guard, ports }: Edges): LanesPorts => {
  const failure = new AbortController();
  const options = { ...user, signal: AbortSignal.any([user.signal, failure.signal]) };
  const { plan, repository, home, forge, signal, emit } = options;
  const active = new Set<string>();
  let held: ReadonlySet<string> = new Set();
  let toldOfAccounts: readonly string[] = [];
  const { run, livenessOf } = runIdentity({ home, forge, github: bot, active });
  const workshop = workshopAt({
    hub,
    worktrees: home.worktrees,
    author: plan.author,
    generated: plan.generated,
    setup: plan.setup,
    guard,
  });
  const delivery = newDelivery(repository, publisher);
  return {
    orchestrate: {
      forge: ports,
      reader: snapshotReader(bot, plan, livenessOf),
      publisher,
      plan,
      run,
      livenessOf,
      logs: (todo) => logsIn(home.handOff(plan.id, todo), repository),
      now: () => new Date(),
    },
    lane: (entry, ending) =>
      runLane(entry, {
        ...lanePorts({ ...options, signal: ending }, { entry, publisher, workshop, ports }),
        isHeld: (account) => held.has(account),
      }),
    comments: pollComments(ports, { begun: new Date(), ...pausesOf(forge) }).next,
    wake: async (at, signal) => {
      const ms = Date.parse(at) - Date.now();
      // The signal is what ends the wait; a timer of Node's holds 24 days.
      if (ms > 0) await sleep(Math.min(ms, 86_400_000), undefined, { signal }).catch(() => undefined);
    },
    active,
    signal,
    check: () => {
      const loss = lossIn(home);
      if (loss) throw loss;
    },
    abort: () => failure.abort(),
    retry: options.retry ?? false,
    onOrchestrated: (seen) => {
      const { accounts, until } = seen.waits;
      held = new Set(accounts.flatMap(({ account, phase }) => (phase === "held" ? [account] : [])));
      tellOrchestrated(seen, options);
      const words = heldTexts(seen.waits, timeText);
      if (words.join() === toldOfAccounts.join()) return;
      toldOfAccounts = words;
      emit({ type: "held", until, accounts: accounts.map(({ account }) => account), words });
    },
    onLane: (entry, ended) => {
      if (ended.kind === "reviewed" && ended.judgement.approved)
        delivery.add({ branch: entry.branch, sha: ended.head });
      emit({ type: "settled", ...entryEvent(entry), result: wordFor(ended), detail: detailOf(ended) });
    },
    onEnd: async (last) => {
      if (lossIn(home)) return;
      for (const approved of last ? approvedIn(last) : []) delivery.add(approved);
      await delivery.done();
    },
  };
};

/** What runs here is asked often, and a server seldom while nothing but the clock is waited for. */
const pausesOf = ({ throttle }: ForgeConnection) =>
  throttle ? { pauseMs: 30_000, idlePauseMs: 300_000 } : { pauseMs: 1000, idlePauseMs: 1000 };

/** From the repository's root: a path of this machine is nobody's business on a forge. */
const logsIn = (handOff: string, { main }: UserRepository): Logs => ({
  kind: "files",
  paths: Object.values(transcripts).map((file) => relative(main.root, join(handOff, file))),
});

/** All that is approved, whichever run saw it: one that was killed may not have delivered it. */
const approvedIn = ({ todos }: Orchestrated): { branch: string; sha: string }[] =>
  todos.flatMap(({ record: { state, branch } }) => {
    const decision = decisionOn(state);
    return decision?.approved ? [{ branch, sha: decision.commit }] : [];
  });

const lanePorts = (
  options: RunOptions,
  known: { entry: Entry; publisher: PublisherPort; workshop: Workshop; ports: Forge },
): Omit<LanePorts, "isHeld"> => {
  const { plan, home, agents, reviewers, signal, emit, forge } = options;
  const { entry, publisher, workshop, ports } = known;
  const place = {
    plan,
    agent: ({ body, agent }: Entry) => programAt(agents.get(body), agent),
    reviewer: (one: Entry) => programAt(reviewers, one.reviewer),
    signal,
    secrets: [forge.tokens.bot, forge.tokens.reviewer],
    handOff: (todo: string) => home.handOff(plan.id, todo),
    marker: (todo: string) => `${home.dir}:${todo}`,
    confine: (needs: Needs) => ({
      ...confineOn(groundOf(options))(needs),
      onDenied: (denied: readonly string[]) =>
        emit({
          type: "step",
          ...entryEvent(entry),
          stage: `${needs.role} denied`,
          detail: denied.join("\n"),
        }),
    }),
  };
  return {
    plan,
    forge: ports,
    publisher,
    workshop,
    agent: withoutSecrets(agentRunner(place)),
    command: withoutSecrets(commandRunner(place, entry)),
    render: promptRenderer(plan),
    reviewer: withoutSecrets(reviewRunner(place)),
    reviewerName: forge.reviewer,
    handOff: home.handOff(plan.id, entry.todo),
    progress: (stage, detail = "") => emit({ type: "step", ...entryEvent(entry), stage, detail }),
    clock: () => Date.now(),
    signal,
    isWhole: () => lossIn(home) === null,
  };
};

const programAt = (programs: readonly ReadyProgram[] | undefined, at: number | null): ReadyProgram => {
  const ready = programs?.[at ?? 0] ?? programs?.[0];
  if (ready) return ready;
  throw new Error("a lane has no program");
};

const tellOrchestrated = ({ earlier, changes, todos }: Orchestrated, { emit }: RunOptions): void => {
  for (const change of [...earlier, ...changes])
    emit({ type: "change", change: change.type, todo: todoOf(change), why: change.why });
  emit({ type: "progress", done: todos.filter(isDone).length, total: todos.length });
};

/** As the person's clock shows it; the day, where it is another one. */
const timeText = (iso: string): string => {
  const at = new Date(iso);
  const isToday = at.toDateString() === new Date().toDateString();
  return at.toLocaleString("en-GB", {
    ...(isToday ? {} : { weekday: "short", day: "numeric", month: "short" }),
    ...{ hour: "2-digit", minute: "2-digit" },
  });
};

const todoOf = (change: Change): string | null => ("todo" in change ? change.todo : null);

type Ended = LaneResult | { readonly kind: "lost"; readonly reason: string };

const wordFor = (ended: Ended): string => {
  if (ended.kind !== "reviewed") return ended.kind;
  return ended.judgement.approved ? "approved" : "changes requested";
};

const detailOf = (ended: Ended): string => {
  switch (ended.kind) {
    case "failed":
    case "blocked":
    case "unreadable":
    case "lost":
      return ended.reason;
    case "unattributed":
      return unattributedText(ended);
    case "nothing":
      return ended.summary;
    case "refused":
      return ended.gates
        .filter(isObjection)
        .map(({ message }) => message)
        .join("; ");
    case "reviewed":
      return ended.verdict.summary;
    case "unreviewed":
      return "no reviewer may judge now: the accounts of all are held";
    case "troubled":
      return ended.trouble.said;
    case "held-up":
      return ended.excuse.said;
    case "interrupted":
      return "";
    default:
      return ended satisfies never;
  }
};
