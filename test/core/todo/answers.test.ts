import { parseCalls } from "../../../src/core/command/parse.ts";
import type { PastLane } from "../../../src/core/lane/past-lane.ts";
import { answersTo, asComment } from "../../../src/core/todo/answers.ts";
import type { Failure, Reason } from "../../../src/core/todo/reasons.ts";

const said = "Why";
const objections = { objections: [], more: 0 };
const failed = (last: Failure): Reason => ({ code: "attempts-failed", attempts: 2, last });
const gates = (...gates: string[]): Reason => failed({ kind: "gates", gates, said });
const opened = (...paths: string[]): Reason =>
  failed({ kind: "gates", gates: ["protected", "scope"], said, paths });
const smaller = ["changes <what>", "approve", "retry", "skip <why>"];

const cases: readonly (readonly [Reason, readonly string[]])[] = [
  [{ code: "agent-asks", said }, ["changes <what>", "retry", "skip <why>"]],
  [{ code: "paths-wanted", paths: ["a.md"] }, ["grant", "retry", "skip <why>"]],
  [{ code: "unattributed", changes: ["a"], todos: ["t"] }, ["retry"]],
  [failed({ kind: "broken", said }), ["retry", "changes <what>", "skip <why>"]],
  [failed({ kind: "unchanged", said }), ["changes <what>", "retry", "skip <why>"]],
  [gates("verify"), ["retry", "changes <what>", "skip <why>"]],
  [gates("verify", "size"), ["split", "retry", "changes <what>", "skip <why>"]],
  [gates("scope"), ["grant <path>", "changes <what>", "retry", "skip <why>"]],
  [opened("a/b.ts", "c.md"), ["grant a/b.ts c.md", "changes <what>", "retry", "skip <why>"]],
  [opened("a b.ts"), ["grant", "changes <what>", "retry", "skip <why>"]],
  [gates("size", "split"), smaller],
  [gates("secrets"), ["retry", "allow <finding>", "changes <what>", "skip <why>"]],
  [{ code: "runs-ended", runs: 20 }, ["retry", "skip <why>"]],
  [{ code: "excused-often", times: 10, excuse: "offline", said }, ["retry", "skip <why>"]],
  [{ code: "account", account: "claude", problem: "no-credit", said }, ["retry"]],
  [{ code: "declined", account: "claude", problem: "declined", said }, ["retry", "skip <why>"]],
  [{ code: "over-budget", limit: "todoUsd", most: 1, spent: 2 }, ["retry", "skip <why>"]],
  [{ code: "commits-of-others", said }, ["retry", "skip <why>"]],
  [{ code: "unreadable", said }, ["retry", "approve"]],
  [{ code: "unchanged", said, ...objections }, ["approve", "changes <what>", "retry"]],
  [{ code: "same-finding", running: 3, ...objections }, ["approve", "changes <what>", "rounds 7", "retry"]],
  [{ code: "rounds-used-up", rounds: 5, ...objections }, ["rounds 7", "approve", "changes <what>", "retry"]],
  [{ code: "no-round-left", ask: "Resolve it" }, ["rounds 7", "retry", "approve"]],
  [{ code: "pull-closed", pull: 7 }, ["skip <why>"]],
  [{ code: "pull-astray", pull: 7, into: "a", base: "main", branch: "b" }, ["skip <why>"]],
  [{ code: "follow-ups-deep", rounds: 5 }, ["approve", "retry"]],
  [{ code: "follow-ups-many", opened: 8, asked: 1, limit: 8 }, ["approve", "retry"]],
  [{ code: "branch-taken", branch: "b" }, ["retry"]],
  [{ code: "untold", said }, ["retry", "changes <what>", "skip <why>"]],
];

test.each(cases)("%j is answered", (reason, commands) => {
  const answers = answersTo(reason, { pull: 7, rounds: 5, lanes: [] });
  expect(answers.map(({ command }) => command)).toEqual(commands);
  for (const { command } of answers) expect(parseCalls(`/milepost ${command}`)).toMatchObject([{ ok: true }]);
});

test("no split is offered again where none was found, whatever its agent did since", () => {
  const uncut: PastLane = {
    ...{ claim: "c", begun: "2026-11-22T00:00:00.000Z", ended: null, round: 1, ran: [] },
    ...{ how: "refused", gates: ["size", "split"] },
  };
  const answers = answersTo(gates("size"), { pull: 7, rounds: 5, lanes: [uncut] });
  expect(answers.map(({ command }) => command)).toEqual(smaller);
});

test.each(cases)("%j is answered by no approval where there is nothing to approve", (reason) => {
  const commands = answersTo(reason, { pull: null, rounds: 5, lanes: [] }).map(({ command }) => command);
  expect(commands).not.toContain("approve");
  expect(commands.length).toBeGreaterThan(0);
});

test("a comment answers on the todo's issue, where it has one", () => {
  expect(asComment("retry", { order: "00a", issue: 2 })).toBe("comment `/milepost retry` on #2");
  expect(asComment("retry", { order: "00a", issue: null })).toBe("comment `/milepost retry`");
});
