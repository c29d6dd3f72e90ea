import { accountOf } from "../../../src/core/account/account.ts";
import { type AccountHold, type HoldingTrouble, holdOf } from "../../../src/core/account/hold.ts";
import type { Program } from "../../../src/core/plan/program.ts";

const now = new Date("2026-11-30T20:00:00.000Z");
const at = (minutes: number): string => new Date(now.getTime() + minutes * 60_000).toISOString();
const before = (times: number, account = "claude"): AccountHold => ({
  ...{ account, kind: "limited", until: at(0), times },
});

test.each<[string, HoldingTrouble, AccountHold | null, number, number]>([
  ["the end that is told", { kind: "limited", until: at(90), said: "" }, null, 90, 1],
  ["five minutes, where none is", { kind: "limited", until: null, said: "" }, null, 5, 1],
  ["twice that the second time", { kind: "limited", until: null, said: "" }, before(1), 10, 2],
  ["an hour at most", { kind: "offline", said: "" }, before(9), 60, 10],
  [
    "five minutes on another account",
    { kind: "overloaded", until: null, said: "" },
    before(3, "codex"),
    5,
    1,
  ],
  ["no time, where the end has just passed", { kind: "limited", until: at(-1), said: "" }, null, 0, 1],
  [
    "ten seconds, where it had passed before",
    { kind: "limited", until: at(-1), said: "" },
    before(1),
    1 / 6,
    2,
  ],
  ["twice that the third time", { kind: "limited", until: at(-1), said: "" }, before(2), 1 / 3, 3],
  ["eight days, where a year is told", { kind: "limited", until: at(525_600), said: "" }, null, 11_520, 1],
])("an account is held for %s", (_, trouble, earlier, minutes, times) => {
  expect(holdOf(trouble, { account: "claude", before: earlier, now })).toEqual({
    ...{ account: "claude", kind: trouble.kind, until: at(minutes), times },
  });
});

test.each<[Partial<Program>, string]>([
  [{ use: "claude" }, "claude"],
  [{ use: "claude", account: "team-a" }, "claude (team-a)"],
  [{ use: "command", command: ["./bin/agent.sh", "--secret"] }, "agent.sh"],
])("the account of %j is %s", (program, account) => {
  expect(accountOf({ use: "claude", network: [], env: [], ...program })).toBe(account);
});
