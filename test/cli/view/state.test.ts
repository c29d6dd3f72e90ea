import type { RunState } from "../../../src/cli/view/state.ts";
import { after, settled, start, step } from "./story.ts";

const plan = start({ cart: ["add", "remove"], till: ["pay"] });
const bodyOf = (state: RunState, id: string) => state.bodies.find((body) => body.id === id);

test("a run begins with what earlier runs have done", () => {
  const state = after(start({ cart: ["add", "remove"], till: ["pay"] }, ["add"]));
  expect(state).toMatchObject({ title: "Open a shop", done: 1, total: 3, parallel: 2 });
  expect(bodyOf(state, "cart")).toMatchObject({ done: new Set(["add"]), lane: null });
});

test("a lane lasts from its first step until it settles", () => {
  const steps = [plan, step("cart", "add", "agent"), step("cart", "add", "gates")];
  expect(bodyOf(after(...steps), "cart")?.lane).toMatchObject({ todo: "add", stage: "gates", since: 1000 });
  const ended = bodyOf(after(...steps, settled("cart", "add", "approved")), "cart");
  expect(ended).toMatchObject({ lane: null, done: new Set(["add"]), last: { result: "approved" } });
});

test.each(["changes requested", "failed", "refused", "interrupted", "blocked"])(
  "%s is not done",
  (result) => {
    const state = after(plan, step("cart", "add", "agent"), settled("cart", "add", result));
    expect(bodyOf(state, "cart")).toMatchObject({ done: new Set(), lane: null, last: { result } });
  },
);

test("a todo that is worked again after its approval is not done", () => {
  const state = after(plan, settled("cart", "add", "approved"), step("cart", "add", "review", { round: 2 }));
  expect(bodyOf(state, "cart")?.done).toEqual(new Set());
});

test("a follow-up becomes one of its body's todos when it is worked", () => {
  const state = after(plan, step("till", "test-payment", "agent"));
  expect(bodyOf(state, "till")?.todos).toEqual(new Set(["pay", "test-payment"]));
});

test("the whole is what orchestrate says", () => {
  expect(after(plan, { type: "progress", done: 2, total: 4 })).toMatchObject({ done: 2, total: 4 });
});

test("warnings and changes leave the state alone", () => {
  const before = after(plan);
  const warned = after(plan, { type: "warning", message: "careful" });
  expect(warned).toEqual(before);
});
