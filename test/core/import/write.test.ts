import { questionText } from "../../../src/core/import/questions.ts";
import { remarkText } from "../../../src/core/import/remarks.ts";
import { importPlan } from "../../../src/core/import/write.ts";
import { importedOf, planOf, shapeOf } from "./plan-of.ts";

/** What a person is told of an import. */
const toldOf = (text: string): string[] => importedOf(text).remarks.map(remarkText);

const prompt = `Rebuild the Ferry Booking Orchestration Prompt

  You lead three coding agents. Deploy 3 senior-engineer agents in parallel.

  📋 Who does what

  Agent 1: Timetables

  Worktree: /srv/trees/10-timetables
  Work Body:
  - Load timetables: Read the harbour's files
  and keep them for a day
  - Split the oversized import: 1,900 lines into 2 PRs (10b Import reader, 10c Import checks)

  Agent 2: Tests
  Work Body:
  - All testing-related todos that arise from reviews
  - Sail through a whole booking

  Agent 3: Later (Phase 2+)
  Work Body (After the timetables are done):
  - PHASE 2: Show delays
  - PHASE 3: Sell season tickets - MOVE TO PHASE 2

  📊 Branches

  - feature/ferry/10a-timetables (Agent 1 timetables)
  - feature/ferry/10b-import-reader (Agent 1 import)

  ⚠️ Critical Requirements
  - ✅ Times are kept in UTC
  - Every PR must be <400 lines
  - Keep 75%+ coverage

  All commits need DCO and GPG signing. PRs go to the trunk branch.

  \`\`\`bash
  - not a todo
  \`\`\`
`;

test("a prompt in prose becomes a plan with its bodies, todos, orders and branches", () => {
  const plan = planOf(prompt);
  expect(plan).toMatchObject({
    id: "ferry",
    title: "Rebuild the Ferry Booking",
    base: "trunk",
    parallel: 3,
    signing: "gpg",
    rules: ["Times are kept in UTC"],
  });
  expect(plan.limits).toMatchObject({ lines: 400, coverage: 75 });
  expect(plan.bodies.map(({ id, worktree, after, accepts }) => ({ id, worktree, after, accepts }))).toEqual([
    { id: "timetables", worktree: "10-timetables", after: [], accepts: [] },
    { id: "tests", worktree: "tests", after: [], accepts: ["testing"] },
    { id: "later", worktree: "later", after: ["timetables", "tests"], accepts: [] },
  ]);
  expect(plan.bodies[0]?.todos.map(({ id, order, branch, needs }) => ({ id, order, branch, needs }))).toEqual(
    [
      { id: "timetables", order: "10a", branch: "feature/ferry/10a-timetables", needs: [] },
      { id: "import-reader", order: "10b", branch: "feature/ferry/10b-import-reader", needs: [] },
      {
        id: "import-checks",
        order: "10c",
        branch: "feature/ferry/10c-import-checks",
        needs: ["import-reader"],
      },
    ],
  );
  expect(plan.bodies[2]?.todos.map(({ phase }) => phase)).toEqual([2, 2]);
  expect(plan.bodies[0]?.todos[0]?.text).toContain("keep them for a day");
});

test.each([
  {
    name: "where there are boxes, they are the todos",
    text: "# Shop\n\n## Payments\n\n- [ ] Retry charges\n- [ ] Log refunds\n\n## Search\n\n1. Index names\n",
    bodies: { payments: ["retry-charges", "log-refunds"] },
  },
  {
    name: "no word of a heading makes its list no work, but a title that is only a word for rules",
    text: "# Shop\n\n## Goals\n- be quick\n\n## Payments\n- Retry charges\n\n## Rules\n- No floats\n",
    bodies: { goals: ["be-quick"], payments: ["retry-charges"] },
  },
  {
    name: "todos of the same words get ids of their own",
    text: "# Shop\n## Web\n- Fix it\n## App\n- Fix it\n",
    bodies: { web: ["fix-it"], app: ["fix-it-2"] },
  },
  {
    name: "what is ticked is done already",
    text: "# Shop\n## Web\n- [x] Choose\n- [ ] Build\n- ~~Ask~~\n## Old\n- [x] Move\n",
    bodies: { web: ["build"] },
  },
  {
    name: "tables of work are todos, those of the same worker one body's",
    text: "# Shop\n| Agent | Task | Status |\n|---|---|---|\n| Web | Build | |\n| App | Port | |\n| Web | Ask | done |\n\n| Risk | Why |\n|--|--|\n| Late | Bob |\n",
    bodies: { web: ["build"], app: ["port"] },
  },
  {
    name: "a tracker's table of commas is such a table",
    text: 'Summary,Key,Epic Link\n"Retry, with\njitter",PAY-1,Payments\n"Index ""odd"" names",SEA-1,Search\n',
    bodies: { payments: ["pay-1-retry-with"], search: ["sea-1-index-odd-names"] },
  },
  {
    name: "Jira's markup has headings, points and points below points",
    text: "h1. Shop\nh2. Web\n* Build\n** fast\nh2. App\n# Port\n",
    bodies: { web: ["build"], app: ["port"] },
  },
  {
    name: "a list alone is one body",
    text: "- Build\n* Port\n3) Ask\n",
    bodies: { prompt: ["build", "port", "ask"] },
  },
  {
    name: "points below points are their text",
    text: "- Web\n  - Build\n- App\n  - Port\n",
    bodies: { prompt: ["web", "app"] },
  },
  {
    name: "so are labels",
    text: "The shop\n\nWeb:\n- Build\nApp:\n- Port\nRules:\n- No floats\n",
    bodies: { web: ["build"], app: ["port"] },
  },
  {
    name: "numbered agents have sections of their own",
    text: "# Shop\n## Agent 1: Web\n### Tasks\n- Build\n### Constraints\n- Small\n## Agent 2 (App)\nPort all of it.\n",
    bodies: { web: ["build"], app: ["app"] },
  },
  {
    name: "so have agents that are points",
    text: "1. Agent 1: Web\n   - Build\n2. Agent 2: App\n   - Port\n",
    bodies: { web: ["build"], app: ["port"] },
  },
  {
    name: "bullets of Japanese are bullets, and its titles have ids",
    text: "# 決済\n## 請求\n・再試行する：三回\n## 制約\n- 記録しない\n",
    bodies: { "body-1": ["todo"] },
  },
  {
    name: "numbered sections of prose are todos, where nothing is a list",
    text: "# Shop\n## 1. Build\nAll of it.\n## 2. Port\nTo phones.\n",
    bodies: { shop: ["build", "port"] },
  },
  {
    name: "sections counted by one word go one after the other; one without a list is a todo itself",
    text: "# Shop\n## Hatua 1: Web\n- [ ] Build\n## Hatua 2: App\nPort it.\n",
    bodies: { web: ["build"], app: ["hatua-2-app"] },
  },
  {
    name: "boxes whose numbers are parts of another's are the todos of its body",
    text: "# Shop\n- [ ] 1. Web\n  - [ ] 1.1 Build\n  - [ ] 1.2 Ask\n- [ ] 2. App\n- [ ] 2.1 Port\n",
    bodies: { web: ["build", "ask"], app: ["port"] },
  },
  {
    name: "columns of a board are no bodies",
    text: "# Shop\n## To do\n- [ ] Build\n## In Arbeit\n- [ ] Port\n## Fertig\n- [ ] Ask\n",
    bodies: { shop: ["build", "port"] },
  },
  {
    name: "a struck point is over, and makes no box of others",
    text: "- Build\n- ~~Ask~~\n- ✅ Choose\n",
    bodies: { prompt: ["build"] },
  },
  {
    name: "HTML is read by its blocks",
    text: "<h1>Shop</h1><p>Hi</p><h2>Web</h2><ul><li>Build <b>it</b><ul><li>well</li></ul></li></ul><h2>App</h2><ol><li>Port</li></ol>",
    bodies: { web: ["build-it"], app: ["port"] },
  },
])("$name", ({ text, bodies }) => {
  for (const ended of [text, text.replaceAll("\n", "\r\n")]) {
    const plan = planOf(ended);
    expect(shapeOf(plan)).toEqual(bodies);
  }
});

test("what stands below a point is in its todo's text, code and all", () => {
  const plan = planOf("# Shop\n## Web\n- Build\n  1. well\n\n  ```sh\n  - run\n  ```\n- Port\n");
  expect(plan.bodies[0]?.todos.map(({ text }) => text.trim())).toEqual([
    "Build\n\n1. well\n\n```sh\n- run\n```",
    "Port",
  ]);
});

test("constraints and quality gates are rules; what Milepost itself enforces is kept as a comment", () => {
  const text = "# Shop\n## Web\n- Build\n## Quality gates\n- No floats\n- PRs have under 300 lines\n";
  expect(planOf(text)).toMatchObject({ rules: ["No floats"], limits: { lines: 300 } });
  expect(importedOf(text).text).toContain("\n# - PRs have under 300 lines\n");
});

test("settings that no plan can have are left out, and that is said", () => {
  const text =
    "# Shop\nUnder 9,999,999 lines.\n## Agent 1: Web\nowns: ../../**\n- Build\n## Agent 2: App\n- Port\n";
  expect(importedOf(text).text).toContain("# Under 9,999,999 lines.");
  expect(toldOf(text)).toContain("a plan cannot have the source's settings; they are the usual ones");
});

test("a prompt of five thousand lines is imported", () => {
  const todo = `- Do it\n${"  - well\n".repeat(9)}`;
  const prompt = Array.from({ length: 50 }, (_, at) => `## Part ${at}\n${todo.repeat(10)}`).join("");
  expect(importedOf(prompt).text.match(/^ +- todo: do-it/gm)).toHaveLength(500);
});

test("orders that contradict what waits for what are computed instead, and that is said", () => {
  expect(toldOf("# Shop\n\n## Pay\n- Split it (02b First, 02a Second)\n")[0]).toContain("orders");
});

test("what goes in a circle is left out, and that is said", () => {
  const text =
    "# Shop\n## Web\n- [ ] T001 Build (depends on T002)\n## App\n- [ ] T002 Port (depends on T001)\n";
  expect(planOf(text).bodies.flatMap(({ todos }) => todos.flatMap(({ needs }) => needs))).toEqual([]);
  expect(toldOf(text)[0]).toContain("circle");
});

test.each([
  {
    text: "# Shop\n- [ ] T001 Build\n- [ ] T002 Port (depends on T001)\n",
    needs: { "t002-port": ["t001-build"] },
  },
  {
    text: "# Shop\n- [ ] T001 Build\n- [ ] T002 Port\n\nT001 → T002\n",
    needs: { "t002-port": ["t001-build"] },
  },
  {
    text: "# Shop\n- [ ] T001 Port, once T002 is there (T002)\n- [ ] T002 Build\n",
    needs: { "t001-port-once-t002-is-there": ["t002-build"] },
  },
  { text: "# Shop\n- [ ] 2.1 Build\n  - _Requirements: 2.2_\n- [ ] 2.2 Port\n", needs: {} },
  {
    text: "# Laden\n## Schritt 1: Bauen\n- **Zweck**: x\n## Schritt 2: Prüfen\n- **Zweck**: y\n- **Folgt**: Schritt 1\n",
    needs: { "schritt-2-prufen": ["schritt-1-bauen"] },
  },
  {
    text: "# Shop\n- [ ] Add a search field to the header\n- [ ] Dark mode??  (depends on: search field)\n- [ ] Weigh; needs “dark mode”\n",
    needs: { "dark-mode": ["add-a-search-field-to-the-header"], "weigh-needs-dark-mode": ["dark-mode"] },
  },
  {
    text: "| ID | Aufgabe | Stand | Vorher |\n|--|--|--|--|\n| A-1 | Bauen | offen | - |\n| A-2 | Prüfen | offen | A-1 |\n",
    needs: { "a-2-prufen": ["a-1-bauen"] },
  },
])(
  "what waits for what is read from names, brackets, arrows, fields and columns: $text",
  ({ text, needs }) => {
    const todos = planOf(text).bodies.flatMap((body) => body.todos);
    const waiting = todos.filter((todo) => todo.needs.length > 0).map((todo) => [todo.id, todo.needs]);
    expect(Object.fromEntries(waiting)).toEqual(needs);
  },
);

test("boxes outside of the phases are asked about, and are todos when a person says so", () => {
  const text = "# Shop\n## Phase 1: Web\n- [ ] Build\n## Phase 2: App\n- [ ] Port\n## Later\n- [ ] Ask\n";
  expect(importedOf(text).questions).toEqual([{ asks: "boxes-beside", points: 1, line: 6, end: 8 }]);
  expect(Object.values(shapeOf(planOf(text))).flat()).toEqual(["build", "port"]);
  const taken = importPlan(text, "x.md", { taken: [{ line: 6, end: 8 }] });
  expect(taken).toMatchObject({ questions: [], text: expect.stringContaining("todo: ask") });
});

test("words that fit no one title are told, and no title ends within brackets", () => {
  const text =
    "# Shop\n- [ ] Blue hat\n- [ ] Red hat\n- [ ] Coat (depends on: hat)\n- [ ] Gift wrap (see: paper. Now) (after lunch)\n";
  const { bodies } = planOf(text);
  const titles = bodies.flatMap(({ todos }) => todos.map(({ title }) => title));
  expect(titles).toEqual(["Blue hat", "Red hat", "Coat", "Gift wrap (see: paper. Now) (after lunch)"]);
  expect(toldOf(text)).toContain("“hat” is waited for, and fits no one todo");
});

test("boxes that lack a space are boxes, and that is said", () => {
  const text =
    "# Shop\n- [ ] Build\n-[ ] Port\n- [ ]Test\n* [] Ship\n- [x](https://octo.example) is a link\n";
  expect(shapeOf(planOf(text))).toEqual({ shop: ["build", "port", "test", "ship"] });
  expect(toldOf(text)).toContainEqual(expect.stringContaining("read without them in lines 3, 4, 5"));
});

const mixed = `# Shop
A letter to Bo.
## Web
- [ ] Build
  - fast
## Later
| What | Who | State |
|--|--|--|
| News | Bo | open |
| Coupons | Bo | done |

1. Limit logins
2. Paint
`;

test.each([
  {
    take: [
      [9, 9],
      [12, 12],
    ],
    todos: ["build", "news", "limit-logins"],
    told: [],
  },
  {
    take: [[7, 13]],
    todos: ["build", "news", "limit-logins", "paint"],
    told: ["of line 10: left out: done already (named alone, it is one all the same)"],
  },
  { take: [[10, 10]], todos: ["build", "coupons"], told: [] },
  { take: [[2, 2]], todos: ["a-letter-to-bo", "build"], told: [] },
  {
    take: [[2, 4]],
    todos: ["build"],
    told: ["of line 2: no point of a list and no row of a table (a paragraph is taken by itself)"],
  },
  {
    take: [[5, 6]],
    todos: ["build"],
    told: [
      "of line 5: text of build",
      "of line 6: left out: a title without todos of its own, kept as a comment",
    ],
  },
  {
    take: [
      [11, 11],
      [99, 99],
    ],
    todos: ["build"],
    told: ["of line 11: blank", "of line 99: past the source's end"],
  },
])("lines that a person takes are todos, or it is said why not: $todos $told", ({ take, todos, told }) => {
  const imported = importPlan(mixed, "x.md", { taken: take.map(([line = 0, end = 0]) => ({ line, end })) });
  if (!imported.ok) throw new Error(JSON.stringify(imported));
  expect([...imported.text.matchAll(/- todo: (.*)/g)].map(([, id]) => id)).toEqual(todos);
  const said = imported.remarks.filter(({ code }) => code === "untaken").map(remarkText);
  expect(said).toEqual(told.map((why) => `\`--take\` makes no todo ${why}`));
});

test.each([
  [
    "jira.csv",
    "Issue key,Summary,Issue Type,Status,Epic Link\nA-1,Web,Epic,Open,\nA-2,Form,Task,Open,A-1\nA-3,Mail,Task,Done,A-1\n",
  ],
  ["plan.org", "* Web\n** Notes\n** TODO Form\n** DONE Mail\n"],
  [
    "page.html",
    "<h1>Web</h1>\n<ul><li><input type=checkbox> Form</li>\n<li><input type=checkbox checked> Mail</li></ul>\n",
  ],
  ["todo.txt", "(A) Form +Web\nx 2026-01-01 Mail +Web\n"],
])("what is left out of %s is a todo where a person takes its line alone", (file, text) => {
  const lines = text.split("\n");
  const todosWith = (...taken: string[]) => {
    const ranges = taken.map((word) => lines.findIndex((line) => line.includes(word)) + 1);
    const imported = importPlan(text, file, { taken: ranges.map((line) => ({ line, end: line })) });
    return imported.ok ? [...imported.text.matchAll(/title: (.*)/g)].map(([, title]) => title) : [];
  };
  expect(todosWith().filter((title) => title === "Mail")).toEqual([]);
  expect(todosWith("Mail").filter((title) => title === "Mail")).toEqual(["Mail"]);
  if (file === "jira.csv") expect(todosWith("Epic,Open").slice(1)).toEqual(["Web", "Web", "Form"]);
  if (file === "plan.org") expect(todosWith("Notes").slice(1)).toEqual(["Web", "Notes", "Form"]);
});

test("tables with states and numbered lists beside boxes are asked about until they are taken", () => {
  const questions = importedOf(mixed).questions;
  expect(questions).toEqual([
    { asks: "list-beside", points: 2, line: 12, end: 13 },
    { asks: "table-beside", points: 1, line: 7, end: 10 },
  ]);
  expect(questions.map(questionText)).toEqual([
    expect.stringContaining("a numbered list beside boxes: left out; --take 12-13 makes"),
    expect.stringContaining("1 open row, without boxes: left out; --take 7-10 makes todos"),
  ]);
  expect(importPlan(mixed, "x.md", { taken: questions })).toMatchObject({ questions: [] });
});

test("each line that is left out has its own reason", () => {
  const source = [
    ...[
      "# Shop",
      "- [ ] Build",
      "- [x] Port",
      "## Notes",
      "Words",
      "- a point",
      "> said",
      "```",
      "- b",
      "```",
    ],
    ...["<!-- not", "seen -->", "| a | b |", "## Ideas"],
  ];
  const { account } = importedOf(source.join("\n"));
  const left = account.filter(({ fate }) => fate.to === "left");
  expect(left.map(({ line, end, fate }) => `${line}-${end} ${"why" in fate && fate.why}`)).toEqual([
    ...["3-3 done", "4-4 heading", "5-5 prose", "6-6 beside", "7-7 quote", "8-10 code", "11-12 hidden"],
    ...["13-13 beside", "14-14 heading"],
  ]);
});

test("a prompt without anything to do is refused with what is missing", () => {
  const imported = importPlan("Please make the shop better.", "prompt.md");
  expect(imported).toMatchObject({ ok: false, why: "nothing-to-do" });
});
