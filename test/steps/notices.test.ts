import { nothingSpent } from "../../src/core/cost/ledger.ts";
import type { Plan } from "../../src/core/plan/plan.ts";
import { newTracking, ownLabel, statusLabel } from "../../src/core/snapshot/record.ts";
import { desiredState } from "../../src/core/todo/desired-state.ts";
import { wantedStatuses } from "../../src/core/todo/state.ts";
import { noticePorts } from "../../src/notify/notices.ts";
import { orchestrate } from "../../src/steps/orchestrate.ts";
import type { Forge, NoticePorts } from "../../src/steps/ports.ts";
import { approved, milestoneOf, planWith, type Seen, seeing, sha } from "../core/scene.ts";
import { tapeOf } from "../core/world/tape.ts";
import { newWorld, snapshotOf, type World } from "../core/world/world.ts";
import { startReceiver } from "../receiver.ts";

/*
 * Orchestrate is killed before and after each call that leaves its process, and looks again: the forge is the model in
 * test/core/world, the receiver of the webhook is a real one.
 */

const hook = { webhook: "HOOK" };
const planOf = (usd: number, notify: readonly object[]): Plan =>
  planWith({ a: [{}], b: [{}] }, { notify, limits: { usd } });

const asks: Seen = {
  record: { status: "blocked", reason: { code: "agent-asks", said: "Which bank?" }, claimed: sha("c") },
};
const costly = approved("2", { record: { spent: { ...nothingSpent, runs: 1, usd: 6 } } });

interface Death {
  readonly at: number;
  readonly side: "before" | "after";
}

/** What a life of the plan came to: calls that were made, and how each was told. */
interface Life {
  readonly calls: string[];
  readonly told: { readonly event: unknown; readonly id: unknown; readonly repeat: unknown }[];
  readonly mentions: string[];
}

let receiver: Awaited<ReturnType<typeof startReceiver>>;
beforeAll(async () => {
  receiver = await startReceiver();
});
afterAll(async () => {
  await receiver[Symbol.asyncDispose]();
});

const events = ["budget", "done", "person", "stuck"];

test("people are told each event, once, and asked on the issue that waits", async () => {
  const { told, mentions } = await live([], [hook, { assign: ["ann"] }]);
  expect(told.map(({ event }) => event)).toEqual(["budget", "person", "stuck", "done"]);
  expect(told.every(({ repeat }) => repeat === false)).toBe(true);
  expect(mentions).toEqual([
    expect.stringMatching(/^9 @ann: the plan has reached its budget/),
    expect.stringMatching(
      /^100 @ann: this waits for a person, see above. Answer: `milepost say p.yml changes/,
    ),
    expect.stringMatching(/^9 @ann: the plan is stuck/),
    expect.stringMatching(/^9 @ann: the plan is done/),
  ]);
});

test("killed before and after any call, what is told again has the same id and says so", async () => {
  const { calls } = await live([]);
  const found = new Set<string>();
  for (const at of calls.keys()) {
    for (const side of ["before", "after"] as const) {
      const { told } = await live([{ at, side }]);
      expect(eventsById(told)).toEqual(events);
      const again = told.filter(({ id }, index) => told.findIndex((one) => one.id === id) < index);
      expect(again.every(({ repeat }) => repeat === true)).toBe(true);
      if (again.length > 0) found.add(`${side} ${calls[at]}`);
    }
  }
  // Between a notice's arrival and the write that says so, nobody can know of it.
  expect([...found].sort()).toEqual(["after notices.send", "before forge.writeIssue"]);
});

test("killed ten times, a receiver gets each event once by its id", async () => {
  const deaths = Array.from(
    { length: 10 },
    (_, at) => ({ at: 2 * at + (at % 3), side: at % 2 ? "before" : "after" }) as const,
  );
  const { told, mentions } = await live(deaths, [hook, { assign: ["ann"] }]);
  expect(eventsById(told)).toEqual(events);
  expect(mentions.length).toBe(4);
});

/** One event for each id, in the order of their names. */
const eventsById = (told: Life["told"]): unknown[] =>
  [...new Map(told.map(({ id, event }) => [id, event])).values()].sort();

/** Looks at the plan until it is stuck; then a person raises the budget and answers, and it is looked at until it is closed. */
const live = async (deaths: readonly Death[], notify: readonly object[] = [hook]): Promise<Life> => {
  receiver.posts.length = 0;
  const world = worldWith(planOf(5, notify), { "a-0": asks, "b-0": costly });
  const life: Life = { calls: [], told: [], mentions: [] };
  await lookUntil("stuck", world, { life, deaths });
  Object.assign(world, { plan: planOf(50, notify) });
  place(world, { "a-0": approved("1"), "b-0": costly });
  await lookUntil("closed", world, { life, deaths });
  for (const { body } of receiver.posts)
    life.told.push({ event: body.event, id: body.id, repeat: body.repeat });
  return life;
};

const lookUntil = async (
  kind: "stuck" | "closed",
  world: World,
  { life, deaths }: { life: Life; deaths: readonly Death[] },
): Promise<void> => {
  for (let looks = 0; looks < 40; looks += 1) {
    world.runs += 1;
    if ((await lookOnce(world, { life, deaths })) === kind) return;
  }
  throw new Error(`it is never ${kind}`);
};

/** What is killed never goes on: its calls have no answer. */
const lookOnce = (
  world: World,
  { life, deaths }: { life: Life; deaths: readonly Death[] },
): Promise<string> =>
  new Promise((resolve, reject) => {
    const never = new Promise<never>(() => undefined);
    let isDead = false;
    const die = () => {
      isDead = true;
      resolve("killed");
      return never;
    };
    const mortal = <Port extends object>(name: string, port: Port): Port =>
      new Proxy(port, {
        get: (target, key) => {
          const call = Reflect.get(target, key);
          if (typeof call !== "function" || key === "told") return call;
          return async (...given: unknown[]) => {
            if (isDead) return await never;
            const at = life.calls.push(`${name}.${String(key)}`) - 1;
            const death = deaths.find((one) => one.at === at);
            if (death?.side === "before") return await die();
            const answer = await call.apply(target, given);
            return death ? await die() : answer;
          };
        },
      });
    const now = new Date(world.runs * 1000);
    orchestrate({
      ...{
        forge: mortal("forge", forgeIn(world, life)),
        plan: world.plan,
        notices: mortal("notices", noticesIn(world.plan)),
      },
      reader: {
        read: async () => desiredState(world.plan, await snapshotOf(world)),
        note: () => undefined,
        idOf: String,
        milestone: () => 1,
      },
      publisher: {
        fetch: async () => undefined,
        facts: async (_, head) => ({ head, files: [] }),
        contains: async () => true,
      },
      ...{ run: `run-${world.runs}`, livenessOf: async () => "interrupted" as const, now: () => now },
    }).then(({ progress }) => resolve(progress.kind), reject);
  });

/** Comments are kept by name, as on a forge. */
const forgeIn = ({ forge }: World, { mentions }: Life): Forge => ({
  ...forge,
  upsertComment: async (issue, { name, text, isNew }) => {
    if (!name.startsWith("notice ")) return;
    const said = `${issue} ${text}`;
    if (isNew && mentions.includes(said)) throw new Error("said twice");
    if (!mentions.includes(said)) mentions.push(said);
  },
});

const noticesIn = (plan: Plan): NoticePorts =>
  noticePorts({
    plan,
    place: { url: null, plan: "p.yml", options: "", run: "milepost run p.yml" },
    root: "/",
    secrets: [],
    environment: { HOOK: receiver.url },
    told: (_, delivered) => {
      if (!delivered.sent || delivered.warning !== null) throw new Error("it did not arrive");
    },
  });

const worldWith = (plan: Plan, todos: Readonly<Record<string, Seen>>): World => {
  const world = newWorld(plan, tapeOf([]));
  world.state.milestone = milestoneOf(plan);
  for (const label of [ownLabel, ...wantedStatuses.map(statusLabel)]) world.state.labels.add(label);
  const issue = { number: 9, title: "", text: "", open: true, notPlanned: false, labels: [ownLabel] };
  world.state.issues.set(9, { id: "9", issue, record: newTracking(plan.id, new Date(0)) });
  place(world, todos);
  return world;
};

/** Puts todos onto the forge as they are seen, with their branches and pull requests. */
const place = ({ state, plan }: World, todos: Readonly<Record<string, Seen>>): void => {
  const seen = seeing(plan, todos);
  for (const { issue, record } of seen.todos.values())
    state.issues.set(issue.number, { id: String(issue.number), issue, record });
  for (const pull of seen.pulls.values()) {
    state.pulls.set(pull.number, { ...pull, merged: null });
    state.branches.set(pull.branch, pull.head);
    state.commits.set(pull.head, new Set([pull.head]));
  }
};
