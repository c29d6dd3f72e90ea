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
    text: "# Shop\n\n## Payments\n\n- [ ] Retry charges\n- [x] Log refunds\n\n## Search\n\n1. Index names\n",
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
])("$name", ({ text, bodies }) => {
  const plan = planOf(text);
  expect(Object.fromEntries(plan.bodies.map(({ id, todos }) => [id, todos.map((todo) => todo.id)]))).toEqual(
    bodies,
  );
});

test("orders that contradict what waits for what are computed instead, and that is said", () => {
  const imported = importPrompt("# Shop\n\n## Pay\n- Split it (02b First, 02a Second)\n", "prompt.md");
  expect(imported).toMatchObject({ ok: true });
  expect(imported.ok && imported.remarks[0]).toContain("orders");
});

test("a prompt without anything to do is refused with what is missing", () => {
  expect(importPrompt("Please make the shop better.", "prompt.md")).toEqual({ ok: false, why: "no-bodies" });
});

test("whatever is imported, loads or is refused", () => {
  const line = fc.oneof(
    fc.string({ maxLength: 40 }),
    fc.constantFrom(
      "Agent 1: A",
      "Agent 2: B (after A)",
      "- do it",
      "- PHASE 3: do",
      "# Title",
      "## Part",
      "```",
    ),
    fc.constantFrom("- a/01a-x (Agent 1)", "- b (02a C, 02b D)", "Worktree: /x/..", "owns: src/**", ""),
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 30 }), (lines) => {
      const imported = importPrompt(lines.join("\n"), "prompt.md");
      expect(imported.ok ? loadPlan(imported.text, "p.yml").ok : imported.why).not.toBe(false);
    }),
    { numRuns: 300 },
  );
});
