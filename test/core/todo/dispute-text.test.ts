import { disputeText } from "../../../src/core/todo/dispute-text.ts";
import { newRecord, type TodoRecord } from "../../../src/core/todo/record.ts";
import { askOf } from "../../../src/core/verdict/verdict.ts";

const record = newRecord({
  ...{ plan: "p", todo: "t", body: "b", order: "00a", branch: "p/00a-t", phase: 0, needs: [], from: null },
});
const finding = {
  ...{ key: "0".repeat(16), path: "src/`a`.ts", line: 3, text: "Off by one" },
  ...{ first: 1, seen: 3, running: 3, open: true },
};
const once = { ...finding, key: "1".repeat(16), path: "b.ts", line: null, text: "Too long", running: 1 };
const general = { ...once, key: "2".repeat(16), path: null, text: "No poem", running: 2 };
const asks = [
  askOf({ cause: "review", title: "Off by one", body: "" }),
  askOf({ cause: "gate", title: "Make the gates pass", body: "size" }),
  askOf({ kind: "todo", cause: "person", title: "Test it", body: "" }),
];

const head = "**The agent and the reviewer of this todo do not agree: please decide.**";
const options = [
  "### What you can do",
  [
    "- `/milepost approve`: the agent is right, the pull request is good as it is",
    "- `/milepost changes <what>`: tell the agent what to do",
    "- `/milepost retry`: let both try again from here",
    "- `/milepost rounds <n>`: let this todo have `n` rounds in all",
  ].join("\n"),
  "A review of the pull request by someone with write access is an answer, too: an approval, or a request for changes.",
];

test.each<[string, Partial<TodoRecord>, Parameters<typeof disputeText>[1], string[]]>([
  [
    "what came back, without what did not, and every answer",
    {
      findings: [finding, once],
      answers: [
        { round: 1, text: "So" },
        { round: 2, text: "It is\nright" },
      ],
    },
    undefined,
    [
      `${head} The same finding came back 3 rounds running.`,
      "### The reviewer",
      "`src/'a'.ts:3`, asked for in 3 rounds, first in round 1:",
      "    Off by one",
      "### The agent",
      "In round 1:\n\n    So",
      "In round 2:\n\n    It is\n    right",
    ],
  ],
  [
    "all that is open when nothing came back, and nothing that is fixed",
    { findings: [once, general, { ...once, open: false }], rounds: 5, asks },
    {},
    [
      `${head} 5 rounds of review did not end in an approval.`,
      "### The reviewer",
      "`b.ts`, asked for in 3 rounds, first in round 1:",
      "    Too long",
      "asked for in 3 rounds, first in round 1:",
      "    No poem",
      "### The agent",
      "It changed the branch and said nothing about it.",
    ],
  ],
  [
    "the one answer that its agent gave",
    { findings: [general], rounds: 1, answers: [{ round: 1, text: "So" }] },
    {},
    [
      `${head} 1 round of review did not end in an approval.`,
      "### The reviewer",
      "asked for in 3 rounds, first in round 1:",
      "    No poem",
      "### The agent",
      "In round 1:\n\n    So",
    ],
  ],
  [
    "what gates and people ask for when nothing was changed",
    { rounds: 1, asks },
    { isUnchanged: true, wishes: ["Use tabs"] },
    [
      `${head} The agent was asked for a change, and made none.`,
      "### The reviewer",
      "Asked for:\n\n    Make the gates pass: size",
      "Asked for:\n\n    Use tabs",
      "### The agent",
      "It changed nothing and said nothing about it.",
    ],
  ],
])("a person is asked about %s", (_, more, what, lines) => {
  expect(disputeText({ ...record, ...more }, what)).toBe([...lines, ...options].join("\n\n"));
});
