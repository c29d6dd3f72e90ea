import {
  type Excuse,
  type Objections,
  type Reason,
  reasonSchema,
  reasonText,
} from "../../../src/core/todo/reasons.ts";

const decide = "decide who is right";
const none: Objections = { objections: [], more: 0 };
const general = { path: null, line: null, text: "No poem" };
const failed = (last: Extract<Reason, { code: "attempts-failed" }>["last"]): Reason => ({
  ...{ code: "attempts-failed", attempts: 2, last },
});
const excused = (excuse: Excuse): Reason => ({ code: "excused-often", times: 2, excuse, said: "429" });
const excusedText = (why: string) =>
  `2 runs ended before any work was done, the last because ${why}: look at the logs, then retry\n429`;

test.each<[Reason, string]>([
  [failed({ kind: "broken", said: "exit code 3" }), "2 attempts failed; exit code 3"],
  [failed({ kind: "unchanged", said: "Done" }), "2 attempts failed; the agent changed nothing: Done"],
  [
    failed({ kind: "gates", gates: ["size", "dco"], said: "500 lines\nno sign-off" }),
    "2 attempts failed; gates do not pass: size, dco\n500 lines\nno sign-off",
  ],
  [
    { code: "over-budget", limit: "todoUsd", most: 5, spent: 5.2 },
    "it took $5.20, and `limits.todoUsd` is $5.00: raise it in the plan, then retry",
  ],
  [
    { code: "over-budget", limit: "todoMinutes", most: 5, spent: 360_000 },
    "its programs ran for 6 min, and `limits.todoMinutes` is 5: raise it in the plan, then retry",
  ],
  [
    { code: "unchanged", said: "", ...none },
    `the agent changed nothing, and it says nothing of it; ${decide}`,
  ],
  [
    { code: "unchanged", said: "It is\n right", objections: [general], more: 0 },
    `the agent changed nothing, and it says "It is right"; asked for: "No poem"; ${decide}`,
  ],
  [
    {
      ...{ code: "same-finding", running: 3, more: 2 },
      objections: [
        { path: "a`b.ts", line: 3, text: "Off by one" },
        { path: "c.ts", line: null, text: "Too long" },
      ],
    },
    `the review asks for the same change 3 rounds running; asked for: \`a'b.ts:3\`, "Off by one"; \`c.ts\`, "Too long"; 2 more; ${decide}`,
  ],
  [{ code: "rounds-used-up", rounds: 1, ...none }, `1 round of review did not end in an approval; ${decide}`],
  [excused("limited"), excusedText("the usage limit of its account is reached")],
  [excused("overloaded"), excusedText("its model's server has too much to do")],
  [excused("offline"), excusedText("its model's server cannot be reached")],
  [excused("cut-stream"), excusedText("its model's answer broke off")],
  [excused("no-answer"), excusedText("its model answered nothing")],
  [excused("forge-limited"), excusedText("the forge's rate limit is reached")],
  [excused("forge-offline"), excusedText("the forge cannot be reached")],
  [
    { code: "account", account: "codex", problem: "no-credit", said: "402" },
    "the account of codex has no credit left, and all that needs it waits: pay it up, then retry\n402",
  ],
  [
    { code: "account", account: "codex", problem: "wrong-key", said: "401" },
    "the key or login of codex is not taken, and all that needs it waits: put it right, then retry\n401",
  ],
  [
    { code: "declined", account: "codex", problem: "declined", said: "refusal" },
    "the model of codex declines the work: change the todo's words or name another agent, then retry\nrefusal",
  ],
  [
    { code: "declined", account: "codex", problem: "too-long", said: "400" },
    "the work is longer than the model of codex reads: make the todo smaller or name another model, then retry\n400",
  ],
  [{ code: "set-up", said: "no sandbox" }, "something has to be set up first: no sandbox"],
])("%j is told in words, and can be kept", (reason, words) => {
  expect(reasonText(reason)).toBe(words);
  expect(reasonSchema.parse(reason)).toEqual(reason);
});

test("of what an agent said of a change that it did not make, as much is told as people read", () => {
  const text = (length: number) => reasonText({ code: "unchanged", said: "x".repeat(length), ...none });
  expect(text(250)).toContain(`says "${"x".repeat(250)}";`);
  expect(/says "(.*)";/.exec(text(251))?.[1]).toHaveLength(250);
});
