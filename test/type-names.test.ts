import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Still declared by more than one file; a name that is declared once goes from the list. */
const known = [
  "Asked",
  "Base",
  "Draft",
  "End",
  "Entry",
  "Finding",
  "Ground",
  "Line",
  "Outcome",
  "Place",
  "Progress",
  "PromptValues",
  "Publisher",
  "Reading",
  "Reply",
  "Repository",
  "Said",
  "Settled",
  "Standing",
  "Told",
  "Wanted",
  "Work",
  "WorkflowRun",
];

const declarations = readdirSync("src", { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts"))
  .flatMap((name) => [
    ...readFileSync(join("src", name), "utf8").matchAll(
      /^export (?:declare |abstract )*(?:interface|type|class|enum) (\w+)/gm,
    ),
  ])
  .map(([, name = ""]) => name);

test("the name of an exported type is declared once in src", () => {
  const doubled = declarations.filter((name, index) => declarations.indexOf(name) !== index);
  expect([...new Set(doubled)].sort()).toEqual(known);
});
