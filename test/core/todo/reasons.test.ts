import { type Objections, type Reason, reasonText } from "../../../src/core/todo/reasons.ts";

const decide = "decide who is right";
const none: Objections = { objections: [], more: 0 };
const general = { path: null, line: null, text: "No poem" };
const failed = (last: Extract<Reason, { code: "attempts-failed" }>["last"]): Reason => ({
  ...{ code: "attempts-failed", attempts: 2, last },
});

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
])("%j is told in words", (reason, words) => {
  expect(reasonText(reason)).toBe(words);
});

test("of what an agent said of a change that it did not make, as much is told as people read", () => {
  const text = (length: number) => reasonText({ code: "unchanged", said: "x".repeat(length), ...none });
  expect(text(250)).toContain(`says "${"x".repeat(250)}";`);
  expect(/says "(.*)";/.exec(text(251))?.[1]).toHaveLength(250);
});
