import type { SplitEntry } from "../../src/core/lane/handoff.ts";
import { newRecord } from "../../src/core/todo/record.ts";
import type { Forge } from "../../src/steps/ports.ts";
import { publishParts } from "../../src/steps/publish-parts.ts";
import { planWith } from "../core/scene.ts";
import { type ForgeState, forgeOf, newForgeState } from "../core/world/forge.ts";
import { tapeOf } from "../core/world/tape.ts";

const plan = planWith({ a: [{}, {}] });
const todo = plan.bodies[0]?.todos[0] ?? plan.bodies[0]?.todos[1];
const [base, work, claim] = ["0", "9", "c"].map((digit) => digit.repeat(40)) as [string, string, string];
const heads = ["1", "2", "3"].map((digit) => digit.repeat(40));
const { id, order, branch, body } = todo ?? { id: "", order: "00a", branch: "", body: "" };

const entry: SplitEntry = {
  ...{ kind: "split", from: "split", plan: plan.id, body, todo: id, order, issue: 1, branch },
  ...{
    base: "main",
    baseSha: base,
    head: base,
    start: work,
    work,
    onto: base,
    letters: 0,
    depth: 0,
    cuts: 0,
    milestone: 1,
  },
  ...{
    round: 1,
    attempt: 1,
    fixes: [],
    pull: null,
    reviewed: null,
    granted: [],
    allowed: [],
    checked: false,
  },
  ...{ worktree: body, claim, agent: 0, reviewer: 0 },
};

/** A forge on which a lane holds the todo whose work is to be cut. */
const claimedState = (): ForgeState => {
  const state = newForgeState();
  const held = { run: "r", sha: claim, at: "2026-01-01T00:00:00Z" };
  const record = {
    ...newRecord({ plan: plan.id, todo: id, body, order, branch, phase: 0, needs: [], from: null }),
    ...{
      state: { status: "working" as const, claim: held, verdict: null },
      claimed: claim,
      head: base,
      resume: work,
    },
    cut: { work, onto: base, letters: 0, depth: null },
  };
  const issue = { number: 1, title: "Much", text: "Do much", open: true, notPlanned: false, labels: [] };
  state.issues.set(1, { id: "1", issue, record });
  state.branches.set(branch, base);
  return state;
};

const passed = [{ kind: "passed", name: "size", message: "", evidence: { of: "nothing" } } as const];
const parts = heads.map((head, at) => ({
  head,
  base: heads[at - 1] ?? base,
  title: `part ${at}`,
  gates: passed,
  lines: 1,
}));

/** Publishes; the call with this number, from 0, is its last, made or not. Answers how many there were. */
const publish = async (state: ForgeState, death?: { at: number; isMade: boolean }): Promise<number> => {
  let calls = 0;
  const mortal = <Port extends object>(port: Port): Port =>
    new Proxy(port, {
      get: (target, key) => {
        const call: unknown = Reflect.get(target, key);
        if (typeof call !== "function") return call;
        return async (...given: unknown[]) => {
          const isLast = calls === death?.at;
          calls += 1;
          if (isLast && !death.isMade) throw new Error("killed");
          const answer = await call.apply(target, given);
          if (isLast) throw new Error("killed");
          return answer;
        };
      },
    });
  const publisher = {
    fetch: async () => undefined,
    contains: async () => true,
    mergeInOrder: async (head: string) => ({ prefixes: [{ commit: head, tree: head }], conflict: null }),
    push: async (sha: string, name: string, { expect: at }: { expect: string | null }) => {
      if ((state.branches.get(name) ?? null) !== at) throw new Error(`could not push ${name}`);
      state.commits.set(sha, new Set([sha]));
      state.branches.set(name, sha);
    },
  };
  const forge: Forge = mortal(forgeOf(state, tapeOf([])));
  const own = state.issues.get(1);
  if (!own) throw new Error("the todo has no issue");
  const ports = { plan, forge, publisher: mortal(publisher), handOff: "", progress: () => undefined };
  await publishParts(entry, { own, parts }, ports).catch((error: Error) =>
    expect(error.message).toBe("killed"),
  );
  return calls;
};

const seenIn = ({ issues, pulls, branches }: ForgeState): unknown => ({
  issues: [...issues.values()].map(({ record }) =>
    record.kind === "todo"
      ? [record.order, record.state.status, record.part, record.cut, record.needs, record.base]
      : [],
  ),
  pulls: [...pulls.values()].map((pull) => [pull.branch, pull.base, pull.head]).sort(),
  branches: [...branches].sort(),
});

test("each part is a pull request on the one before, and killed at every call nothing is there twice", async () => {
  const whole = claimedState();
  const calls = await publish(whole);
  expect([...whole.issues.values()].map(({ record }) => record)).toMatchObject([
    { order: "00a", part: { at: 1, of: 3 }, cut: null, head: heads[0], state: { status: "review" } },
    {
      order: "00a.1",
      part: { at: 2, of: 3 },
      needs: [id],
      head: heads[1],
      state: { status: "review", claim: null },
    },
    { order: "00a.2", part: { at: 3, of: 3 }, head: heads[2], rested: { commit: heads[1] } },
  ]);
  expect(whole.pulls.size).toBe(3);
  for (let at = 0; at < calls; at += 1)
    for (const isMade of [false, true]) {
      const state = claimedState();
      await publish(state, { at, isMade });
      const record = state.issues.get(1)?.record;
      if (record?.kind === "todo" && record.cut !== null) await publish(state);
      expect(seenIn(state)).toEqual(seenIn(whole));
    }
});
