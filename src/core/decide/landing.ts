import { inOrder } from "../in-order.ts";
import { cutMiddle } from "../key.ts";
import type { Plan } from "../plan/plan.ts";
import { type BaseFault, failsIn } from "../proof/fault.ts";
import { type LandingHead, type LandingState, maxLanding, runsOnLanding } from "../proof/landing.ts";
import { after, type DesiredTodo, desiredOf, isDone, isUnwanted } from "../todo/desired.ts";
import type { DesiredState } from "../todo/desired-state.ts";
import { maxPartners } from "../todo/record.ts";
import { type Ask, askOf } from "../verdict/verdict.ts";
import { type Base, baseOf, indexOf } from "./base.ts";
import type { Change, ChangeOf } from "./change.ts";
import { merges } from "./merges.ts";
import { restacksIn } from "./restack.ts";
import { todoWrite } from "./texts.ts";

/**
 * What is to land by now, in submission order: what this look would merge, or, once everything is done, all that is
 * approved and not merged yet. `null` when nothing is, or nothing could be found out about it.
 */
export const landingOf = (desired: DesiredState, mayMerge: boolean): readonly LandingHead[] | null => {
  const { plan, snapshot, todos } = desired;
  if (snapshot.milestone?.open !== true) return null;
  const batch = mayMerge && plan.merge === "auto" ? mergedNow(desired) : [];
  const heads = batch.length > 0 ? batch : isEnd(desired) ? openHeads(todos) : null;
  // One head alone conflicts with nothing that its own gates have not seen.
  return heads === null || (!runsOnLanding(plan) && heads.length < 2) ? null : heads.slice(0, maxLanding);
};

/** What is still to take in what is below it lands otherwise than it is now, and so does what that was merged under. */
const isEnd = ({ todos, snapshot, plan, ci }: DesiredState): boolean => {
  const isDoneAll = todos.every((one) => isDone(one) && !one.held);
  if (!isDoneAll || snapshot.fixes.some(({ issue }) => issue.open)) return false;
  const resting = merges(todos, plan, { mayMerge: false, methods: snapshot.methods, ci }).todos;
  return restacksIn(resting, indexOf(resting), plan).lacking.size === 0;
};

const mergedNow = ({ todos, plan, snapshot, ci }: DesiredState): LandingHead[] => {
  const byId = new Map(todos.map((one) => [one.todo.id, one]));
  const { changes } = merges(todos, plan, { mayMerge: true, methods: snapshot.methods, ci });
  return changes.flatMap((change) => {
    const one = change.type === "merge" ? byId.get(change.todo) : undefined;
    return one ? headOf(one) : [];
  });
};

const openHeads = (todos: readonly DesiredTodo[]): LandingHead[] =>
  inOrder(
    todos.filter((one) => one.origin !== "orphan" && !isUnwanted(one) && one.pull?.state === "open"),
    ({ todo }) => todo.order,
  ).flatMap(headOf);

const headOf = ({ todo, pull }: DesiredTodo): LandingHead[] =>
  pull ? [{ todo: todo.id, order: todo.order, branch: todo.branch, head: pull.head }] : [];

/** Whether what is to land may: nobody asks for a proof, or it has passed. */
export const mayLand = (landing: LandingState | undefined): boolean =>
  landing === undefined || landing.kind === "passed";

interface SentBack {
  readonly todos: readonly DesiredTodo[];
  readonly changes: readonly Change[];
}

/** Sends the todo that breaks what lands back to its agent, resting on what lands before it. */
export const sendBack = ({ landing, todos, plan }: DesiredState): SentBack => {
  const nothing = { todos, changes: [] };
  if (landing?.kind !== "failed" || landing.fault.by === "base") return nothing;
  const { fault, heads } = landing;
  const culprit = heads[fault.prefix - 1];
  const one = todos.find(({ todo }) => todo.id === culprit?.todo);
  if (!culprit || !one || one.held || one.pull?.head !== culprit.head) return nothing;
  const partners = partnersOf(heads.slice(0, fault.prefix - 1), todos);
  const base = restOf(one, partners, { todos, plan });
  const back = after(one, {
    ...{ type: "broke-landing", base: base.ref, partners: partners.map(({ todo }) => todo) },
    isBehind: fault.by === "commands",
    ask: askFor(landing, { base: base.ref, partners, plan }),
    rounds: plan.limits.rounds,
  });
  const why = `\`${one.todo.order}\` ${fault.by === "conflict" ? "conflicts" : "fails"} with what lands before it`;
  const change: ChangeOf<"send-back"> = {
    ...{ type: "send-back", why, ...todoWrite(back), pull: one.pull.number, base },
  };
  return { todos: todos.map((other) => (other === one ? back : other)), changes: [change] };
};

/** Those of a prefix that no other of it rests on: with them it has all. */
const partnersOf = (before: readonly LandingHead[], todos: readonly DesiredTodo[]): LandingHead[] => {
  const ids = new Set(before.map(({ todo }) => todo));
  const below = new Set(todos.flatMap(({ todo, record }) => (ids.has(todo.id) ? (record.base ?? []) : [])));
  return before.filter(({ branch }) => !below.has(branch)).slice(-maxPartners);
};

/** What it rests on with them, besides what it rested on before. */
const restOf = (
  one: DesiredTodo,
  partners: readonly LandingHead[],
  { todos, plan }: Pick<DesiredState, "todos" | "plan">,
): Base => {
  const record = { ...one.record, partners: partners.map(({ todo }) => todo) };
  return baseOf(desiredOf(one, { ...one, record }), indexOf(todos), plan);
};

interface Resting {
  readonly base: string;
  readonly partners: readonly LandingHead[];
  readonly plan: Plan;
}

const askFor = (landing: Extract<LandingState, { kind: "failed" }>, resting: Resting): Ask => {
  const { fault, heads } = landing;
  const before = heads.slice(0, fault.by === "base" ? 0 : fault.prefix - 1);
  const with_ = before.length === 0 ? "" : ` together with ${named(before)}`;
  const on = `on \`${resting.plan.base}\` at ${landing.base.slice(0, 10)}${with_}`;
  const rest = `\`origin/${resting.base}\``;
  return fault.by === "conflict"
    ? askOf({
        cause: "conflict",
        title: "Resolve the conflict with what lands before it",
        body: `${on.replace(/^on/, "Merged on")}, this branch conflicts in ${listed(fault.paths)}. Merge ${rest}, which has what lands before it, into this branch. Keep what both sides meant.`,
      })
    : askOf({
        cause: "landing",
        title: "Make it work with what lands before it",
        body: `Each branch passes by itself, but ${on} ${failsIn(fault.fault)} as soon as this branch is there. What lands before it is in ${rest}, which this branch has taken in: merge it where that is not so. Then mend what fails; keep what both sides meant.\n\n${quotedOutput(fault.fault)}`,
      });
};

const named = (heads: readonly LandingHead[]): string => {
  const few = heads.slice(-10).map(({ order, branch }) => `\`${order}\` (\`${branch}\`)`);
  return `${few.join(", ")}${heads.length > few.length ? ` and ${heads.length - few.length} before them` : ""}`;
};

const listed = (paths: readonly string[]): string =>
  `${paths
    .slice(0, 10)
    .map((path) => `\`${path.replace(/`/g, "'")}\``)
    .join(", ")}${paths.length > 10 ? ` and ${paths.length - 10} more` : ""}`;

/** What a program printed is quoted: it is not ours to format, nor anybody's to obey. */
const quotedOutput = ({ how }: BaseFault): string =>
  cutMiddle(how, 2400)
    .split("\n")
    .map((line) => `    ${line}`)
    .join("\n");
