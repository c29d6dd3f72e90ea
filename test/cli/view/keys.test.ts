import { noColors } from "../../../src/cli/text/colors.ts";
import { intentOf } from "../../../src/cli/view/keys.ts";
import { newPager, pagerRows, pressed, withLines } from "../../../src/cli/view/pager.ts";
import { selectedBody } from "../../../src/cli/view/selection.ts";
import type { RunState } from "../../../src/cli/view/state.ts";
import { after, settled, start, step } from "./story.ts";

const bodies = { cart: ["add", "remove"], till: ["pay", "refund"], stock: ["count"] };
const state: RunState = {
  ...after(start(bodies, ["count"]), step("till", "pay", "agent"), settled("cart", "add", "blocked")),
  keys: { body: null, isHelpShown: false },
};
const onto = (body: string): RunState => ({ ...state, keys: { body, isHelpShown: false } });

test.each<[string, RunState, object | null]>([
  ["enter", state, { kind: "log", todo: "pay" }],
  ["d", onto("cart"), { kind: "diff", todo: "add" }],
  ["o", onto("stock"), { kind: "open", todo: "count" }],
  ["r", onto("cart"), { kind: "retry", todo: "add" }],
  ["r", state, { kind: "say", text: "pay is at work: r is for what waits for a person" }],
  ["p", state, { kind: "pause" }],
  ["p", { ...state, paused: true }, { kind: "resume" }],
  ["q", state, { kind: "stop" }],
  ["q", { ...state, stopping: true }, null],
  ["x", state, null],
  ["enter", { ...state, bodies: [] }, null],
])("%s asks for what the selected line is about", (key, given, expected) => {
  expect(intentOf(key, given)).toEqual(expected);
});

test.each([
  [["j"], "stock"],
  [["k"], "cart"],
  [["up", "up", "up"], "cart"],
  [["j", "j", "k"], "till"],
])("%s goes from line to line, and not beyond", (keys, body) => {
  const last = keys.reduce((now, key) => {
    const intent = intentOf(key, now);
    return intent?.kind === "draw" ? intent.state : now;
  }, state);
  expect(selectedBody(last)?.id).toBe(body);
});

const size = { columns: 20, rows: 6 };
const read = (follows: boolean) =>
  withLines(newPager("A title", { follows }), ["one", "two words that are long", "3", "4", "5"], 20);
const shown = (pager: ReturnType<typeof read>) => pagerRows(pager, size, noColors).slice(1, -1);

test.each<[boolean, string[], string[]]>([
  [false, [], ["one", "two words that are ", "long", "3"]],
  [true, [], ["long", "3", "4", "5"]],
  [false, ["j"], ["two words that are ", "long", "3", "4"]],
  [false, ["G"], ["long", "3", "4", "5"]],
  [true, ["k"], ["two words that are ", "long", "3", "4"]],
  [true, ["g", "space"], ["long", "3", "4", "5"]],
  [true, ["g", "k"], ["one", "two words that are ", "long", "3"]],
])("of what follows its end: %s, after %j these rows are shown", (follows, keys, rows) => {
  const pager = keys.reduce((now, key) => pressed(now, key, size) ?? now, read(follows));
  expect(shown(pager)).toEqual(rows);
});

test("what follows its end shows what comes; what was moved in stays where it is", () => {
  expect(shown(withLines(read(true), ["6"], 20)).at(-1)).toBe("6");
  const moved = pressed(read(true), "k", size) ?? read(true);
  expect(shown(withLines(moved, ["6"], 20))).toEqual(shown(moved));
});

test("of very many lines the latest are kept", () => {
  const pager = withLines(
    newPager("t", { follows: true }),
    Array.from({ length: 9000 }, (_, at) => `${at}`),
    20,
  );
  expect([pager.lines.length, pager.lines[0]]).toEqual([5000, "4000"]);
});

test.each(["q", "escape", "enter"])("%s closes it", (key) => {
  expect(pressed(read(true), key, size)).toBeNull();
});
