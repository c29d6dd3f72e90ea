import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { checkShape } from "../../../src/core/plan/read/shape.ts";
import { readYaml } from "../../../src/core/plan/read/yaml.ts";
import { sketchOf } from "../../../src/core/plan/sketch.ts";
import { times } from "../../thorough.ts";

const filesIn = (folder: string, ending: RegExp): string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" }).flatMap((name) =>
    ending.test(name) ? [`${folder}/${name}`] : [],
  );

/** Says that the sketch of a right plan is the one that would be read without knowing that, or answers that it is not right. */
const isSketchedAlike = (text: string): boolean => {
  const { value, places } = readYaml(text);
  const { parsed } = checkShape(value, places);
  if (parsed === null) return false;
  expect({ text, sketch: sketchOf(value, parsed) }).toEqual({ text, sketch: sketchOf(value) });
  return true;
};

const right = [...filesIn("plans", /\.yml$/), ...filesIn("examples", /plan\.yml$/)];

it.each(right)("sketches %s alike, known to be right or not", (file) => {
  expect(isSketchedAlike(readFileSync(file, "utf8"))).toBe(true);
});

it("sketches plans of a right shape alike whose checks fail", () => {
  const known = filesIn("test/core/plan/broken", /\.yml$/).map((file) => readFileSync(file, "utf8"));
  expect(known.filter(isSketchedAlike)).not.toEqual([]);
});

const id = fc.constantFrom("one", "two", "three");

const todo = fc.record(
  {
    todo: id,
    title: fc.constant("A title"),
    order: fc.constantFrom("01a", "2b", "02a.1"),
    phase: fc.integer({ min: -1, max: 3 }),
    needs: fc.array(id, { maxLength: 2 }),
    stack: fc.boolean(),
    issue: fc.integer({ min: 0, max: 3 }),
  },
  { requiredKeys: ["todo", "title"] },
);

const body = fc.record(
  {
    body: id,
    todos: fc.array(todo, { maxLength: 3 }),
    after: fc.array(id, { maxLength: 2 }),
    owns: fc.constantFrom([], ["src/**"]),
    worktree: fc.constant("tree"),
    agent: fc.constantFrom({ use: "claude" }, [{ use: "codex" }, { use: "claude" }]),
  },
  { requiredKeys: ["body"] },
);

it("sketches the todos and bodies of random plans alike", () => {
  const bodies = fc.array(body, { minLength: 1, maxLength: 3 });
  const head = { version: 1, plan: "random", title: "Random", verify: ["true"] };
  const program = { use: "claude" };
  let count = 0;
  fc.assert(
    fc.property(bodies, (some) => {
      if (isSketchedAlike(JSON.stringify({ ...head, agent: program, reviewer: program, bodies: some })))
        count += 1;
    }),
    { numRuns: times(200) },
  );
  expect(count).toBeGreaterThan(0);
});
