import { noColors } from "../../../src/cli/text/colors.ts";
import { changeLines } from "../../../src/cli/view/changes.ts";
import type { Change } from "../../../src/core/decide/change.ts";
import { newTracking } from "../../../src/core/snapshot/record.ts";
import { newRecord } from "../../../src/core/todo/record.ts";

const record = newRecord({
  ...{ plan: "shop", todo: "add", body: "cart", order: "01a", branch: "shop/01a-add" },
  ...{ phase: 0, needs: [], from: null },
});
const issue = { title: "Add things", text: "", record, open: true, notPlanned: false };
const how = {
  method: "merge",
  instead: null,
  tree: null,
  queue: false,
  free: true,
  title: "Add (#7)",
  signOff: "A <a@example.com>",
} as const;
const write = { todo: "add", number: 1, issue };
const label = { name: "milepost", color: "5319e7", description: "" };
const trackingRecord = newTracking("shop", new Date(0));
const tracking = { title: "Milepost: Shop", text: "", record: trackingRecord, open: true };
const fixRecord = {
  v: 1,
  kind: "fix",
  plan: "shop",
  todo: "add",
  key: "k",
  cause: "review",
  round: 1,
} as const;

const told = (changes: readonly Change[], columns: number | null = null) =>
  changeLines(changes, { columns, colors: noColors });

const why = "because";
test.each<[Change, string]>([
  [{ type: "open-milestone", why, title: "Shop", description: "" }, "+ milestone Shop  because"],
  [
    { type: "write-milestone", why, number: 1, open: false, title: "Shop", description: "" },
    "~ milestone #1 closed  because",
  ],
  [{ type: "create-label", why, label }, "+ label milepost  because"],
  [{ type: "create-tracking", why, tracking }, "+ tracking Milepost: Shop  because"],
  [{ type: "write-tracking", why, number: 9, tracking }, "~ tracking #9 Milepost: Shop  because"],
  [{ type: "create-todo", why, todo: "add", issue }, "+ issue 01a Add things  because"],
  [{ type: "write-todo", why, ...write }, "~ issue 01a Add things  because"],
  [
    { type: "create-fix", why, todo: "add", title: "Round", text: "", record: fixRecord },
    "+ follow-up add: Round  because",
  ],
  [
    { type: "write-fix", why, todo: "add", number: 5, open: true, notPlanned: false },
    "~ follow-up #5 opened again  because",
  ],
  [{ type: "retitle", why, todo: "add", pull: 7, title: "Add" }, "~ pull request #7 Add  because"],
  [{ type: "tell", why, todo: "add", issue: 5, name: "n", text: "" }, "+ comment on #5  because"],
  [
    { type: "retarget", why, todo: "add", pull: 7, base: "main", own: write },
    "~ pull request #7 onto main  because",
  ],
  [
    { type: "merge", why, todo: "add", pull: 7, head: "a".repeat(40), how, own: write, conflict: write },
    "~ pull request #7 merged  because",
  ],
  [
    { type: "rerun", why, todo: "add", pull: 7, runs: [1], refused: write },
    "~ checks of #7 run again  because",
  ],
  [{ type: "delete-branch", why, branch: "shop/01a-add" }, "- branch shop/01a-add  because"],
  [
    {
      ...{
        type: "claim",
        why,
        ...write,
        from: "implement",
        agent: 0,
        reviewer: 0,
        hold: null,
        at: "2026-01-01T00:00:00Z",
      },
      ...{ base: { kind: "plan", ref: "main" }, conflicts: new Map(), pull: null },
      fixes: { numbers: [], keys: [] },
      starts: [],
    },
    "> claim 01a Add things  because, from main",
  ],
])("change %# is one line", (change, expected) => {
  expect(told([change])[0]).toBe(expected);
});

test("changes of a kind stand together, and are counted", () => {
  const changes: Change[] = [
    { type: "create-todo", why, todo: "add", issue },
    { type: "create-label", why, label },
    { type: "write-todo", why, ...write },
  ];
  expect(told(changes)).toEqual([
    "+ label milepost        because",
    "+ issue 01a Add things  because",
    "~ issue 01a Add things  because",
    "",
    "2 to make, 1 to change, 0 todos to start",
  ]);
});

test("a title cannot steer the terminal, nor be wider than it", () => {
  const bad = { ...issue, title: `a\u001b[2J\n${"long ".repeat(40)}` };
  const [line = ""] = told([{ type: "create-todo", why, todo: "add", issue: bad }], 40);
  expect(line).not.toContain("\u001b");
  expect(line.length).toBeLessThanOrEqual(40);
});

test("no changes are said", () => expect(told([])).toEqual(["✓ nothing would change"]));
