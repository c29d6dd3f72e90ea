import fc from "fast-check";
import { importPrompt } from "../../../src/core/import/write.ts";
import { loadPlan } from "../../../src/core/plan/load.ts";
import type { Plan } from "../../../src/core/plan/plan.ts";

/** The plan that a prompt becomes. */
const planOf = (prompt: string): Plan => {
  const imported = importPrompt(prompt, "prompt.md");
  if (!imported.ok) throw new Error(JSON.stringify(imported));
  const loaded = loadPlan(imported.text, "plan.yml");
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  return loaded.plan;
};

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
    name: "headings of Markdown with lists are bodies",
    text: "# Shop\n\n## Payments\n\n- [ ] Retry charges\n- [ ] Log refunds\n\n## Search\n\n1. Index names\n",
    bodies: { payments: ["retry-charges", "log-refunds"], search: ["index-names"] },
  },
  {
    name: "lists of rules, goals and steps are no bodies",
    text: "# Shop\n\n## Goals\n- be quick\n\n## Payments\n- Retry charges\n\n## Rules\n- No floats\n",
    bodies: { payments: ["retry-charges"] },
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
    bodies: { payments: ["retry-with"], search: ["index-odd-names"] },
  },
  {
    name: "Jira's markup has headings, points and points below points",
    text: "h1. Shop\nh2. Web\n* Build\n** fast\nh2. App\n# Port\n",
    bodies: { web: ["build"], app: ["port"] },
  },
  {
    name: "a list alone is one body",
    text: "- Build\n* Port\n3) Ask\n",
    bodies: { backlog: ["build", "port", "ask"] },
  },
  {
    name: "points that all have points below them are bodies, when nothing else is",
    text: "- Web\n  - Build\n- App\n  - Port\n",
    bodies: { web: ["build"], app: ["port"] },
  },
  {
    name: "so are labels",
    text: "The shop\n\nWeb:\n- Build\nApp:\n- Port\nRules:\n- No floats\n",
    bodies: { web: ["build"], app: ["port"] },
  },
  {
    name: "sections in prose are todos of the one above them",
    text: "RFC 7\n=====\n\nPlan\n----\n\n### Web\n\nBuild it.\n\n- well\n\n### App\n\nPort it.\n\nRisks\n-----\n\nNone.\n",
    bodies: { plan: ["web", "app"] },
  },
  {
    name: "only the road map of a README is work",
    text: "---\ntitle: Foo\n---\n# Foo\n## Features\n- fast\n## Roadmap\n### v1\n- Print\n",
    bodies: { v1: ["print"] },
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
    name: "lists of rules and goals are no bodies in German either",
    text: "# Laden\n## Ziele\n- schnell\n## Zahlungen prüfen\n- Prüfen\n## Regeln\n- Immer UTC\n",
    bodies: { "zahlungen-prufen": ["prufen"] },
  },
  {
    name: "nor in Japanese",
    text: "# 決済\n## 目的\n- 速く\n## 請求\n・再試行する：三回\n## 制約\n- 記録しない\n",
    bodies: { "body-1": ["todo"] },
  },
  {
    name: "HTML is read by its blocks",
    text: "<h1>Shop</h1><p>Hi</p><h2>Web</h2><ul><li>Build <b>it</b><ul><li>well</li></ul></li></ul><h2>App</h2><ol><li>Port</li></ol>",
    bodies: { web: ["build-it"], app: ["port"] },
  },
])("$name", ({ text, bodies }) => {
  for (const ended of [text, text.replaceAll("\n", "\r\n")]) {
    const plan = planOf(ended);
    expect(
      Object.fromEntries(plan.bodies.map(({ id, todos }) => [id, todos.map((todo) => todo.id)])),
    ).toEqual(bodies);
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
  const imported = importPrompt(text, "prompt.md");
  expect(imported).toMatchObject({ text: expect.stringContaining("\n# - PRs have under 300 lines\n") });
  expect(imported.ok && imported.remarks[0]).toBe(
    "a plan has no place for lines 4, 6 of the prompt: they are comments in it",
  );
});

test("settings that no plan can have are left out, and that is said", () => {
  const text = "# Shop\nUnder 9,999,999 lines.\n## Web\nowns: ../../**\n- Build\n";
  const imported = importPrompt(text, "prompt.md");
  expect(imported).toMatchObject({ text: expect.stringContaining("# Under 9,999,999 lines.") });
  expect(imported.ok && imported.remarks).toContain(
    "a plan cannot have the prompt's settings; they are the usual ones",
  );
});

test("a prompt of five thousand lines is imported", () => {
  const todo = `- Do it\n${"  - well\n".repeat(9)}`;
  const prompt = Array.from({ length: 50 }, (_, at) => `## Part ${at}\n${todo.repeat(10)}`).join("");
  const imported = importPrompt(prompt, "prompt.md");
  expect(imported.ok && imported.text.match(/^ +- todo: do-it/gm)).toHaveLength(500);
});

test("orders that contradict what waits for what are computed instead, and that is said", () => {
  const imported = importPrompt("# Shop\n\n## Pay\n- Split it (02b First, 02a Second)\n", "prompt.md");
  expect(imported).toMatchObject({ ok: true });
  expect(imported.ok && imported.remarks[0]).toContain("orders");
});

test("a prompt without anything to do is refused with what is missing", () => {
  expect(importPrompt("Please make the shop better.", "prompt.md")).toEqual({ ok: false, why: "no-bodies" });
});

test("whatever is imported loads, and has every word of the prompt", () => {
  const line = fc.constantFrom(
    ...["Agent 1: #", "Agent 2: # (after all)", "# #", "## #", "### #", "**#:**", "#", "# goes on.", "#:"],
    ...["- #", "- [x] #", "  - #", "    more #", "1. #", "- PHASE 3: #", "- b (02a #, 02b C)", "- a/01a-#"],
    ...[
      "| Task | # |",
      "|---|---|",
      "| # | b |",
      "```",
      "Rules:",
      "## Constraints",
      "## Roadmap",
      "<!-- # -->",
    ],
    ...[
      "Worktree: /x/#",
      "owns: #/**",
      "---",
      "====",
      "h2. #",
      "* #",
      "<li>#</li>",
      "",
      "",
      "a,#",
      "Summary,#",
    ],
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(line, fc.string({ maxLength: 20 })), { maxLength: 30 }), (lines) => {
      const prompt = lines
        .map((text, at) =>
          text.replaceAll("#", (mark, place: number) => {
            const isWord =
              text.indexOf("# ") !== place && text.indexOf("##") !== place && text[place - 1] !== "#";
            return isWord ? `w${at}w` : mark;
          }),
        )
        .join("\n");
      const imported = importPrompt(prompt, "prompt.md");
      if (!imported.ok) return expect(imported.why).toBe("no-bodies");
      expect(loadPlan(imported.text, "p.yml")).toMatchObject({ ok: true });
      const words = prompt.match(/w\d+w/g) ?? [];
      expect(words.filter((word) => !imported.text.toLowerCase().includes(word))).toEqual([]);
    }),
    { numRuns: 120 },
  );
});
