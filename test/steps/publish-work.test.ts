import { isDeepStrictEqual } from "node:util";
import { todosOf } from "../../src/core/plan/plan.ts";
import type { Landable } from "../../src/core/report/landable.ts";
import { newRecord, type TodoRecord } from "../../src/core/todo/record.ts";
import type { Publication } from "../../src/steps/publication.ts";
import { type PublishPorts, publishWork } from "../../src/steps/publish-work.ts";
import { planWith } from "../core/scene.ts";
import { type ForgeState, forgeOf, newForgeState } from "../core/world/forge.ts";
import { tapeOf } from "../core/world/tape.ts";

const plan = planWith({ a: [{}, {}], b: [{}] });

/** Approved work of each todo, the second of a body on the first. */
const publications = todosOf(plan).map((todo, at, all): Publication => {
  const head = String(at + 1).repeat(40);
  const verdict = {
    commit: head,
    approved: true as const,
    round: 1,
    rules: [],
    by: "reviewer",
    person: false,
  };
  const record: TodoRecord = {
    ...newRecord({ ...todo, plan: plan.id, todo: todo.id, needs: [], from: null }),
    ...{
      state: { status: "approved", verdict },
      pull: 70 + at,
      head,
      claimed: "c".repeat(40),
      base: "main",
      lines: 3,
    },
    checked: { commit: head, gates: ["size", "dco"], ran: [] },
  };
  const { order, branch, title } = todo;
  const one = {
    todo,
    origin: "plan",
    seen: null,
    pull: null,
    fixes: [],
    record,
    held: false,
    events: [],
  } as const;
  const work: Landable = { one, order, branch, head, pull: 70 + at, title };
  return {
    work,
    base: all[at - 1]?.body === todo.body ? (all[at - 1]?.branch ?? "") : plan.base,
    said: `I did ${todo.id}.`,
    review: { name: `review ${todo.id}`, body: "Approved" },
  };
});

/** Publishes on a forge; the call with this number, from 0, is its last, made or not. Answers how many there were. */
const publish = async (
  state: ForgeState,
  death?: { at: number; isMade: boolean },
  published = publications,
): Promise<number> => {
  let calls = 0;
  const mortal =
    <Given extends unknown[], Answer>(call: (...given: Given) => Promise<Answer>) =>
    async (...given: Given): Promise<Answer> => {
      const isLast = calls === death?.at;
      calls += 1;
      if (isLast && !death.isMade) throw new Error("killed");
      const answer = await call(...given);
      if (isLast) throw new Error("killed");
      return answer;
    };
  const forge = forgeOf(state, tapeOf([]));
  const ports: PublishPorts = {
    ...{ plan, hasReviewer: true },
    forge: Object.fromEntries(
      Object.entries(forge).map(([name, call]) => [name, mortal(call as () => Promise<unknown>)]),
    ) as unknown as PublishPorts["forge"],
    findMilestone: mortal(async () => state.milestone),
    listLabels: mortal(async () => state.labels),
    isFree: mortal(async () => true),
    listIssues: mortal(async () => [...state.issues.values()]),
    writeBody: mortal(async () => undefined),
    push: mortal(async (branches) => {
      for (const { branch, sha } of branches) {
        state.commits.set(sha, new Set([sha]));
        state.branches.set(branch, sha);
      }
    }),
  };
  await publishWork(published, [], ports).catch((error: Error) => expect(error.message).toBe("killed"));
  return calls;
};

const seenIn = ({ issues, pulls, milestone, labels, branches }: ForgeState): unknown => ({
  todos: [...issues.values()]
    .map(({ issue, record }) => [issue.title, issue.open, record.kind === "todo" && record.state.status])
    .sort(),
  pulls: [...pulls.values()].map(({ branch, base, state }) => [branch, base, state]).sort(),
  ...{ milestone: milestone?.title, labels: labels.size, branches: [...branches].sort() },
});

test("pull requests are opened on each other, and again nothing is new", async () => {
  const state = newForgeState();
  await publish(state);
  expect([...state.pulls.values()].map(({ branch, base }) => `${branch} on ${base}`)).toEqual(
    publications.map(({ work, base }) => `${work.branch} on ${base}`),
  );
  for (const { record, issue } of state.issues.values())
    expect([issue.open, record]).toEqual([
      false,
      expect.objectContaining({ claimed: null, state: expect.objectContaining({ status: "approved" }) }),
    ]);
  const before = structuredClone(seenIn(state));
  await publish(state);
  expect(seenIn(state)).toEqual(before);
});

test("of what was edited or approved anew only that is brought up to date", async () => {
  const state = newForgeState();
  await publish(state);
  const before = structuredClone(state.issues);
  const [first, second, ...others] = publications;
  if (!first || !second) throw new Error("the plan has them");
  const head = "9".repeat(40);
  const record = { ...second.work.one.record, head };
  const edited = { ...first.work, title: "Another" };
  const anew = { ...second.work, head, one: { ...second.work.one, record } };
  await publish(state, undefined, [{ ...first, work: edited }, { ...second, work: anew }, ...others]);
  const changed = [...state.issues].filter(([number, own]) => !isDeepStrictEqual(own, before.get(number)));
  expect(changed).toHaveLength(2);
  expect([...state.pulls.values()].map(({ title }) => title)).toEqual([
    "Another",
    ...publications.slice(1).map(({ work }) => work.title),
  ]);
  expect(state.branches.get(second.work.branch)).toBe(head);
});

test("what people merged or pushed to over there is left alone, and its branch is not made anew", async () => {
  const state = newForgeState();
  await publish(state);
  const [merged, pushed] = [...state.pulls.values()];
  if (!merged || !pushed) throw new Error("they are published");
  state.pulls.set(merged.number, { ...merged, state: "merged" });
  state.branches.delete(merged.branch);
  state.pulls.set(pushed.number, { ...pushed, head: "e".repeat(40) });
  state.branches.set(pushed.branch, "e".repeat(40));
  const before = structuredClone(seenIn(state));
  await publish(state);
  expect(seenIn(state)).toEqual(before);
});

test("killed at every request, nothing is there twice when it is published again", async () => {
  const whole = newForgeState();
  const calls = await publish(whole);
  for (let at = 0; at < calls; at += 1)
    for (const isMade of [false, true]) {
      const state = newForgeState();
      await publish(state, { at, isMade });
      await publish(state);
      expect(seenIn(state)).toEqual(seenIn(whole));
    }
});
