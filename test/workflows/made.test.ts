import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { checkInputs } from "../../src/action/check.ts";
import { commandInputs } from "../../src/action/command.ts";
import { implementInputs } from "../../src/action/implement.ts";
import { orchestrateInputs } from "../../src/action/orchestrate.ts";
import { proposeInputs } from "../../src/action/propose.ts";
import { reviewInputs } from "../../src/action/review.ts";
import { settleInputs } from "../../src/action/settle.ts";
import { steps } from "../../src/action/steps.ts";
import { withTables } from "../../src/cli/action-readme.ts";
import { ownWorkflowFiles, workflowFiles } from "../../src/cli/workflow-files.ts";

const read = (...parts: string[]): string => readFileSync(join(...parts), "utf8");

test("our own workflows are the templates with actions built from what is checked out (`npm run workflows`)", async () => {
  for (const { path, text } of await ownWorkflowFiles()) expect(read(path)).toBe(text);
});

test("the workflows that init writes take every action from the ref that it is given", async () => {
  const ref = "0123456789abcdef0123456789abcdef01234567";
  const files = await workflowFiles({ repository: "acme/fork", ref, version: "v1.2.0" });
  const used = files.flatMap(({ text }) => text.match(/ uses: (?!\.|actions\/).*/g) ?? []);
  expect([...new Set(used)].sort()).toEqual([
    ` uses: acme/fork/actions/check@${ref} # v1.2.0`,
    ` uses: acme/fork/actions/command@${ref} # v1.2.0`,
    ` uses: acme/fork/actions/implement@${ref} # v1.2.0`,
    ` uses: acme/fork/actions/propose@${ref} # v1.2.0`,
    ` uses: acme/fork/actions/review@${ref} # v1.2.0`,
    ` uses: acme/fork/actions/sandbox@${ref} # v1.2.0`,
    ` uses: acme/fork/actions/settle@${ref} # v1.2.0`,
    ` uses: acme/fork@${ref} # v1.2.0`,
  ]);
});

const inputs: Record<keyof typeof steps, Record<string, unknown>> = {
  orchestrate: orchestrateInputs,
  implement: implementInputs,
  propose: proposeInputs,
  review: reviewInputs,
  settle: settleInputs,
  check: checkInputs,
  command: commandInputs,
};

const folderOf = (step: string): string => (step === "orchestrate" ? "." : join("actions", step));

test.each(Object.entries(inputs))(
  "%s reads the inputs that its action.yml has, and runs its bundle on node24",
  (step, read_) => {
    const file = parse(read(folderOf(step), "action.yml")) as {
      inputs: Record<string, unknown>;
      runs: { using: string; main: string };
    };
    expect(Object.keys(file.inputs).sort()).toEqual(Object.keys(read_).sort());
    expect(file.runs.using).toBe("node24");
    expect(join(folderOf(step), file.runs.main)).toBe(`dist/${step}/index.js`);
  },
);

test("every folder of actions/ is an action that starts", () => {
  const folders = readdirSync("actions").filter((name) => existsSync(join("actions", name, "action.yml")));
  // What lets the sandbox work is a script, which needs no Node.
  expect(["orchestrate", ...folders].sort()).toEqual([...Object.keys(steps), "sandbox"].sort());
});

test.each(Object.keys(inputs))(
  "the README of %s has the tables of its action.yml (`npm run readmes`)",
  (step) => {
    const readme = read(step === "orchestrate" ? "actions" : folderOf(step), "README.md");
    expect(readme).toBe(withTables(readme, read(folderOf(step), "action.yml")));
  },
);

test("steps pass inputs that their actions have", async () => {
  const known = new Map(Object.entries(inputs).map(([step, shape]) => [step, new Set(Object.keys(shape))]));
  for (const { text } of await workflowFiles({ repository: "milepost-dev/milepost", ref: "v1" })) {
    for (const [, folder = "", given = ""] of text.matchAll(
      /uses: milepost-dev\/milepost(?:\/actions\/(\w+))?@v1\n(?: {8}with:\n((?: {10}.*\n)*))?/g,
    )) {
      const step = folder === "" ? "orchestrate" : folder;
      const names = [...given.matchAll(/^ {10}([\w-]+):/gm)].map(([, name = ""]) => name);
      expect(names.filter((name) => !known.get(step)?.has(name))).toEqual([]);
    }
  }
});
