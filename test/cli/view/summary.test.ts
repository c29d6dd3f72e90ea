import { noColors } from "../../../src/cli/text/colors.ts";
import { idleLines, type SummaryPlace, summary } from "../../../src/cli/view/summary.ts";
import { nothingSpent } from "../../../src/core/cost/ledger.ts";
import type { Result } from "../../../src/core/report/report.ts";

const part = { runs: 1, milliseconds: 1, tokens: 0, usd: 1 };
const steps = { implement: part, review: { ...part, usd: 0.5 } };
const closed: Result = {
  type: "result",
  milestone: { number: 1, state: "closed" },
  todos: { total: 2, done: 2, blocked: 0 },
  followUps: { opened: 1, open: 0 },
  pulls: [
    {
      ...{ number: 7, order: "01a", todo: "add", branch: "shop/01a-add", base: "main" },
      ...{ state: "open", verdict: "approve", rounds: 2, lines: 31 },
    },
    {
      ...{ number: 12, order: "01b", todo: "remove", branch: "shop/01b-remove", base: "shop/01a-add" },
      ...{ state: "merged", verdict: "approve", rounds: 1, lines: 9 },
    },
  ],
  criteria: [
    { name: "todos", ok: true, evidence: "2 of 2 todos are closed as completed" },
    { name: "follow-ups", ok: true, evidence: "all 1 follow-ups are closed" },
  ],
  spent: { ...nothingSpent, runs: 3, usd: 1.5, milliseconds: 90_000, untold: 1, steps },
  waiting: [],
  requests: { read: 20, write: 31 },
  wallMs: 61_000,
};
const place: SummaryPlace = {
  columns: null,
  colors: noColors,
  data: "/shop/.milepost/forge",
  report: "/shop/.milepost/reports/shop.html",
  repo: ".",
  command: "milepost run shop.yml",
  interrupted: false,
};
const text = (result: Result, changed: Partial<SummaryPlace> = {}) =>
  `${summary(result, { ...place, ...changed }).join("\n")}\n`;

test("a closed run ends with its pull requests, the criteria and where everything lies", () => {
  expect(text(closed)).toMatchInlineSnapshot(`
"
 order  todo    branch           base           PR  lines  rounds  verdict   state
 01a    add     shop/01a-add     main           #7     31       2  approved  open
 01b    remove  shop/01b-remove  shop/01a-add  #12      9       1  approved  merged

 ✓ todos       2 of 2 todos are closed as completed
 ✓ follow-ups  all 1 follow-ups are closed

 Milestone #1 is closed
 2 of 2 todos done; 1 follow-up opened, 0 still open
 Agents and reviewers took $1.50, 2 min, 1 of 3 runs told no cost
 Of that implement $1.00, review $0.50
 1:01 in all; 20 requests to read, 31 to write

 Approved work:   git log milepost/shop/01a-add
 Report:          /shop/.milepost/reports/shop.html
 Forge's data:    /shop/.milepost/forge
"
`);
});

test("a narrow terminal leaves out what branch names say already", () => {
  expect(text(closed, { columns: 62 })).not.toContain("shop/01a-add ");
  for (const line of text(closed, { columns: 62 }).split("\n")) expect(line.length).toBeLessThan(62);
});

test("a stuck run ends with every reason and the command that goes on", () => {
  const stuck: Result = {
    ...closed,
    milestone: { number: 1, state: "open" },
    todos: { total: 2, done: 1, blocked: 1 },
    waiting: ["`01b` remove (#3) is blocked: 3 attempts failed"],
  };
  expect(text(stuck)).toContain("✗ `01b` remove (#3) is blocked: 3 attempts failed");
  expect(text(stuck)).toContain("Milestone #1 stays open: it waits for a person");
  expect(text(stuck)).toContain("   milepost logs <todo>\n Answer, then go on; with `--retry`");
  expect(text(stuck)).toContain("   milepost run shop.yml\n");
  expect(text(stuck, { repo: "../a shop" })).toContain("   milepost show <todo> --repo '../a shop'\n");
  const spent = { ...stuck, todos: closed.todos, waiting: ["the plan took $2.00"] };
  expect(text(spent)).toContain(" Put right what it says, then go on:\n   milepost run shop.yml\n");
});

test("an interrupted run says how to go on, and judges nothing", () => {
  const open: Result = { ...closed, milestone: { number: 1, state: "open" } };
  expect(text(open, { interrupted: true })).toContain("Go on from here:  milepost run shop.yml");
  expect(text(open, { interrupted: true })).not.toContain("follow-ups  all");
});

test("a run that had nothing to do says only that", () => {
  expect(idleLines(closed, place)).toEqual([
    "✓ Nothing to do: milestone #1 is closed, 2 of 2 todos done",
    "Forge's data: /shop/.milepost/forge",
  ]);
});

test("a run on GitHub has no data of a forge here", () => {
  expect(text(closed, { data: null })).not.toContain("Forge's data");
  expect(idleLines(closed, { ...place, data: null })).toHaveLength(1);
});
