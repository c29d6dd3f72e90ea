import { widthOf } from "../../../src/cli/text/clip.ts";
import { noColors } from "../../../src/cli/text/colors.ts";
import { render } from "../../../src/cli/view/render.ts";
import { after, settled, start, step } from "./story.ts";

const bodies = { cart: ["add", "remove"], till: ["pay"], stock: ["count"], docs: ["readme"] };
const state = after(
  start(bodies, ["count"]),
  step("cart", "add", "agent, fix 1 of 2", { attempt: 2 }),
  step("till", "pay", "review", { order: "02a", round: 3 }),
  settled("till", "pay", "changes requested", { order: "02a", round: 3 }),
  { type: "progress", done: 1, total: 5 },
);
const drawn = (columns: number, rows = 24) =>
  render(state, { columns, rows }, { now: 65_000, colors: noColors });

test("each body has a line, the whole a bar", () => {
  expect(drawn(100)).toMatchInlineSnapshot(`
"
 Open a shop

 ● The cart     0/2  01a  add                 agent, fix 1 of 2     try 2     1:04
 ↺ The till     0/1  02a  pay                 changes requested
 ✓ The stock    1/1  done
 ○ The docs     0/1  waiting

 ━━━━━━━━╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌  1 of 5 todos   1 of 2 lanes   1:05"
`);
});

test("at 60 columns bodies are still told apart by their titles", () => {
  const long = after(
    start({ "catalogue-and-search": ["find-a-product"] }, []),
    step("catalogue-and-search", "find-a-product", "agent", { round: 2 }),
  );
  const text = render(long, { columns: 60, rows: 24 }, { now: 65_000, colors: noColors });
  expect(text).toMatch(/● The catalog…/);
});

test("a narrow terminal loses the ends of long names first, and which try it is", () => {
  expect(drawn(60)).toMatchInlineSnapshot(`
"
 Open a shop

 ● The cart     0/2  01a  add     agent, fix…     1:04
 ↺ The till     0/1  02a  pay     changes requested
 ✓ The stock    1/1  done
 ○ The docs     0/1  waiting

 ━━━━╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌  1 of 5 todos   1 of 2 lanes   1:05"
`);
});

test.each([20, 40, 60, 80, 120])("no line is wider than %i columns", (columns) => {
  for (const line of drawn(columns).split("\n")) expect(widthOf(line)).toBeLessThan(columns);
});

test("bodies without room are counted, those at work stay", () => {
  expect(drawn(80, 8)).toMatchInlineSnapshot(`
"
 Open a shop

 ● The cart     0/2  01a  add              agent, fix 1 of 2     try 2     1:04
 … and 3 more: 2 waiting, 1 done

 ━━━━━━━━╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌  1 of 5 todos   1 of 2 lanes   1:05"
`);
});

test("a large plan never draws more lines than there are rows", () => {
  const many = Object.fromEntries(Array.from({ length: 256 }, (_, at) => [`body-${at}`, [`todo-${at}`]]));
  const large = after(start(many), step("body-200", "todo-200", "agent"));
  const text = render(large, { columns: 80, rows: 20 }, { now: 0, colors: noColors });
  expect(text.split("\n").length).toBeLessThan(20);
  expect(text).toContain("The body-200");
  expect(text).toContain("… and 243 more: 243 waiting");
});

test("nothing moves sideways while a lane goes on", () => {
  const at = (text: string, word: string) =>
    text
      .split("\n")
      .find((line) => line.includes(word))
      ?.indexOf(word);
  const later = after(start(bodies), step("cart", "add", "verify: npm test"), step("till", "pay", "agent"));
  expect(at(render(later, { columns: 100, rows: 24 }, { now: 0, colors: noColors }), "verify")).toBe(
    at(drawn(100), "agent, fix"),
  );
});
