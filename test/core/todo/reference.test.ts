import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Moves, stateDiagram } from "../../../src/core/todo/diagram.ts";
import { todoReference } from "../../../src/core/todo/reference.ts";
import { statuses, wantedStatuses } from "../../../src/core/todo/state.ts";

test("the page of a todo's states is that of the table (else: npm run states)", () => {
  expect(readFileSync(join(process.cwd(), "docs/todo-states.md"), "utf8")).toBe(todoReference());
});

const from = (states: readonly string[], to: readonly string[]) =>
  Object.fromEntries(states.map((state) => [state, { to }])) as Moves[string];

test.each<[string, Moves, string[]]>([
  [
    "two events between two states are one arrow",
    { freed: from(["pending"], ["ready"]), hurried: from(["pending"], ["ready"]) },
    ["    pending --> ready: freed<br/>hurried"],
  ],
  [
    "a move that may lead to several places is an arrow to each",
    { reviewed: from(["review"], ["approved", "changes"]) },
    ["    review --> approved: reviewed", "    review --> changes: reviewed"],
  ],
  ["what leaves a todo where it is, is not drawn", { proposed: from(["review"], ["review"]) }, []],
  [
    "what leads out of every wanted state is drawn once, inside to a wanted one and outside to another",
    { approved: from(wantedStatuses, ["approved"]), skipped: from(wantedStatuses, ["skipped"]) },
    ["    any --> approved: approved", "  wanted --> skipped: skipped"],
  ],
  [
    "what leads out of the box from one state alone starts there, outside of it",
    { dropped: from(["pending"], ["removed"]) },
    ["  pending --> removed: dropped"],
  ],
  [
    "what is wanted again goes back into the box, and what nobody wants stays outside of it",
    { reopened: from(["skipped"], ["ready", "blocked"]), removed: from(["skipped"], ["removed"]) },
    ["  skipped --> wanted: reopened", "  skipped --> removed: removed"],
  ],
])("in the diagram %s", (_, moves, arrows) => {
  const drawn = stateDiagram(moves).split("\n");
  expect(drawn.filter((line) => line.includes("-->") && !line.includes("[*]"))).toEqual(arrows);
});

test("every state is on the page, and leads somewhere", () => {
  const drawn = todoReference();
  for (const status of statuses) expect(drawn).toMatch(new RegExp(`^ *${status} --> `, "m"));
});
