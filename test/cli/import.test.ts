import { readFileSync } from "node:fs";
import { join } from "node:path";
import { loadPlan } from "../../src/core/plan/load.ts";
import { disk } from "../folders.ts";
import { newWorld } from "../local/world.ts";
import { milepost } from "./milepost.ts";

const plan = `version: 1
plan: ferry
title: Ferry
bodies:
  - body: web
    todos:
      - { todo: retries, title: Booking page needs retries }
      - { todo: timetable, title: Keep the timetable }
`;

const quoting = (quote: string) =>
  JSON.stringify({
    ...{ plan, left: [] },
    todos: [
      { todo: "retries", lines: [{ line: 2, quote }] },
      { todo: "timetable", lines: [{ line: 3, quote: "Keep the timetable" }] },
    ],
  });

/** A program that misquotes until it is told that something is wrong. */
const model = `#!/bin/sh
if grep -q "wrong with your answer before" "$MILEPOST_PROMPT"
then printf %s '${quoting("booking page needs retries")}' > "$MILEPOST_VERDICT"
else printf %s '${quoting("booking page needs a redesign")}' > "$MILEPOST_VERDICT"
fi
`;

test("a program's draft is held to the text, mended, and shown beside what its structure comes to", async () => {
  using world = newWorld(disk);
  const letter = world.file(
    "letter.txt",
    "Dear all,\nthe booking page needs retries.\nKeep the timetable.\n",
  );
  const output = join(world.dir, "plan.yml");
  const program = `command:${world.file("model.sh", model)}`;
  const args = ["--repo", world.dir, "--output", output, "--with", program];
  const { exitCode, stdout } = await milepost(["import", letter, ...args]);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/2 todos in 1 body.*drafted by command/);
  expect(stdout).toContain("by its structure: no plan comes of it");
  expect(stdout).toMatch(/1 +Dear all, +left out: nothing names it/);
  const text = readFileSync(output, "utf8");
  expect(loadPlan(text, "plan.yml")).toMatchObject({ ok: true, plan: { id: "ferry" } });
  expect(text).toContain("# Dear all,");
});
