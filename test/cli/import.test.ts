import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadPlan } from "../../src/core/plan/load.ts";
import { newWorld, type World } from "../local/world.ts";
import { milepost } from "./milepost.ts";

let world: World;
beforeAll(() => {
  world = newWorld();
  writeFileSync(
    join(world.dir, "letter.txt"),
    "Dear all,\nthe booking page needs retries.\nKeep the timetable.\n",
  );
});
afterAll(() => world[Symbol.dispose]());

const plan = `version: 1\nplan: ferry\ntitle: Ferry\nbodies:\n  - body: web\n    todos:\n      - { todo: retries, title: Booking page needs retries }\n      - { todo: timetable, title: Keep the timetable }\n`;
const quoting = (quote: string) => ({
  ...{ plan, left: [] },
  todos: [
    { todo: "retries", lines: [{ line: 2, quote }] },
    { todo: "timetable", lines: [{ line: 3, quote: "Keep the timetable" }] },
  ],
});

/** A program that gives the first answer until it is told what is wrong, then the second. */
const model = (first: object, second: object): string => {
  const heredoc = (answer: object) => `cat > "$MILEPOST_VERDICT" << 'END'\n${JSON.stringify(answer)}\nEND\n`;
  return world.file(
    "model.sh",
    `#!/bin/sh\nif grep -q "does not have the words" "$MILEPOST_PROMPT"; then\n${heredoc(second)}else\n${heredoc(first)}fi\n`,
  );
};

const draft = (output: string, ...answers: [object, object]) =>
  milepost([
    ...["import", join(world.dir, "letter.txt"), "--repo", world.dir, "--output", join(world.dir, output)],
    ...["--with", `command:${model(...answers)}`],
  ]);

test("a program's draft is held to the text, mended, and shown beside what its structure comes to", async () => {
  const wrong = quoting("booking page needs a redesign");
  const { exitCode, stdout } = await draft("plan.yml", wrong, quoting("booking page needs retries"));
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/2 todos in 1 body.*drafted by command/);
  expect(stdout).toContain("by its structure: no plan comes of it");
  expect(stdout).toMatch(/1 +Dear all, +left out: nothing names it/);
  const text = readFileSync(join(world.dir, "plan.yml"), "utf8");
  expect(loadPlan(text, "plan.yml")).toMatchObject({ ok: true, plan: { id: "ferry" } });
  expect(text).toContain("# Dear all,");
});

test("a draft that does not hold after it was told so twice is no plan", async () => {
  const wrong = quoting("booking page needs a redesign");
  const { exitCode, stderr } = await draft("no.yml", wrong, wrong);
  expect(exitCode).toBe(1);
  expect(stderr).toContain('does not have the words "booking page needs a redesign"');
  expect(existsSync(join(world.dir, "no.yml"))).toBe(false);
});
