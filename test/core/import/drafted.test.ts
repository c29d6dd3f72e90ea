import { draftAnswerSchema, draftedPlanSchema } from "../../../src/core/import/drafted/answer.ts";
import { type DraftAsk, draftPlan } from "../../../src/core/import/drafted/draft.ts";
import { draftProblemText } from "../../../src/core/import/drafted/problems.ts";
import { sourceOf } from "../../../src/core/import/source.ts";
import { loadPlan } from "../../../src/core/plan/load.ts";

const text = `Dear all,
the ferry's booking page needs retries when the harbour is slow. Please also
keep the timetable for a day, so that it loads at once.
Once that is done, season tickets can be sold.

予約の確認メールを送る。
Best, Ann
`;
const source = sourceOf(text, "letter.txt");

const plan = (todos: readonly (readonly [id: string, title: string, more?: string])[], more = "") =>
  `version: 1\nplan: ferry\ntitle: Ferry\n${more}bodies:\n  - body: web\n    todos:\n${todos
    .map(([id, title, rest = ""]) => `      - todo: ${id}\n        title: ${title}\n${rest}`)
    .join("")}`;

const right = {
  plan: plan([
    ["retries", "Booking page needs retries"],
    ["timetable", "Keep the timetable for a day"],
    ["tickets", "Sell season tickets", "        needs: [timetable]\n"],
    ["mail", "予約の確認メールを送る"],
  ]),
  todos: [
    { todo: "retries", lines: [{ line: 2, quote: "booking page needs retries" }] },
    {
      todo: "timetable",
      lines: [
        { line: 3, quote: "keep the timetable for a day" },
        { line: 2, quote: "Please also" },
      ],
    },
    { todo: "tickets", lines: [{ line: 4, quote: "season tickets can be sold" }] },
    { todo: "mail", lines: [{ line: 6, quote: "予約の確認メール" }] },
  ],
  left: [
    { line: 1, end: 1, why: "a greeting" },
    { line: 7, end: 7, why: "a greeting" },
  ],
};
type Answer = typeof right;

/** A model that gives these answers, one after the other and the last one again; what it was asked is kept. */
const scripted = async (...answers: readonly (Answer | string)[]) => {
  const asked: DraftAsk[] = [];
  const drafted = await draftPlan(
    async (about) => {
      const answer = answers[Math.min(asked.length, answers.length - 1)];
      asked.push(about);
      return typeof answer === "string" ? answer : JSON.stringify(answer);
    },
    { source, by: "model", file: "letter.txt" },
  );
  return { asked, drafted, told: asked.map(({ problems }) => problems.map(draftProblemText)) };
};

test("a draft whose todos are all said by the lines that they name becomes the plan, at the first answer", async () => {
  const { asked, drafted } = await scripted(right);
  expect(asked).toEqual([{ problems: [], given: "" }]);
  if (!drafted.ok) throw new Error(JSON.stringify(drafted));
  const loaded = loadPlan(drafted.text, "plan.yml");
  expect(loaded).toMatchObject({ ok: true, plan: { id: "ferry" } });
  expect(drafted.text).toContain("# Drafted by model from letter.txt");
  expect(drafted.text).toContain("# Best, Ann");
  expect(drafted.account.map(({ line, fate }) => [line, fate.to])).toEqual([
    ...[
      [1, "left"],
      [2, "todo"],
      [2, "todo"],
      [3, "text"],
      [4, "todo"],
      [6, "todo"],
      [7, "left"],
    ],
  ]);
});

const inTodo = (at: number, line: number, quote: string): Answer => ({
  ...right,
  todos: right.todos.map((one, index) => (index === at ? { ...one, lines: [{ line, quote }] } : one)),
});

const invented: Answer = {
  ...right,
  plan: right.plan.concat("      - todo: rockets\n        title: Launch rockets to the moon\n"),
  todos: [...right.todos, { todo: "rockets", lines: [{ line: 2, quote: "the harbour is slow" }] }],
};

test.each<[what: string, answer: Answer | string, said: string]>([
  ["drops a line", { ...right, left: right.left.slice(1) }, "nothing names line 1"],
  [
    "drops a todo and its line",
    { ...right, todos: right.todos.filter(({ todo }) => todo !== "tickets") },
    "no line is named for the todo `tickets`",
  ],
  ["invents a todo", invented, 'the lines that are named for `rockets` do not say "Launch rockets'],
  ["names no line for one", { ...invented, todos: right.todos }, "no line is named for the todo `rockets`"],
  ["misquotes", inTodo(0, 2, "booking page needs a redesign"), "line 2, named for `retries`, does not have"],
  [
    "quotes another line",
    inTodo(0, 4, "booking page needs retries"),
    "line 4, named for `retries`, does not",
  ],
  ["quotes next to nothing", inTodo(0, 2, "the"), 'the words "the" of line 2'],
  ["names a line that is not there", inTodo(0, 99, "booking page"), "line 99 is named: the source has 8"],
  [
    "names lines for what is no todo",
    { ...right, todos: [...right.todos, { todo: "x", lines: [] }] },
    "for `x`",
  ],
  ["drafts no plan", { ...right, plan: "plan: ferry\n" }, "the plan is not right"],
  [
    "says who is to work",
    { ...right, plan: plan([["retries", "Booking page needs retries"]], "agent: { use: codex }\n") },
    "`agent` is a person's to write",
  ],
  ["answers in prose", "Here is your plan.", "the answer is not JSON"],
  ["answers something else", '{"plan": ""}', "the answer is not as agreed"],
])("a model that %s is told so, and may mend it twice", async (_, answer, said) => {
  const mended = await scripted(answer, right);
  expect(mended.drafted.ok).toBe(true);
  expect(mended.told[1]?.join("\n")).toContain(said);
  expect(mended.asked[1]?.given).toBe(typeof answer === "string" ? answer : JSON.stringify(answer));
  const stubborn = await scripted(answer);
  expect(stubborn.asked).toHaveLength(3);
  const isShown = said.startsWith("nothing names");
  expect(stubborn.drafted.ok).toBe(isShown);
});

test("what nothing names at last is shown, and a comment of the plan", async () => {
  const { drafted } = await scripted({ ...right, left: [] });
  expect(drafted).toMatchObject({
    account: expect.arrayContaining([{ line: 1, end: 1, fate: { to: "left", why: "unnamed" } }]),
    text: expect.stringContaining("# Dear all,"),
  });
});

test("an answer in a fence is read, and the schemas are those of what is read", async () => {
  const { drafted } = await scripted(`\`\`\`json\n${JSON.stringify(right)}\n\`\`\`\n`);
  expect(drafted.ok).toBe(true);
  expect(draftAnswerSchema.safeParse(right).success).toBe(true);
  expect(draftedPlanSchema()).toMatchObject({ required: expect.arrayContaining(["plan", "bodies"]) });
  expect(JSON.stringify(draftedPlanSchema())).not.toContain('"notify"');
});
