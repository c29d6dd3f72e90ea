import { readFileSync } from "node:fs";
import { join } from "node:path";
import { importCommand } from "../../src/cli/import.ts";
import { loadPlan } from "../../src/core/plan/load.ts";
import { disk } from "../folders.ts";
import { newWorld } from "../local/world.ts";
import { milepost, parsed, startMilepost } from "./milepost.ts";

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

test("what cannot be, or would change nothing, is refused with its cause before anything is written", async () => {
  using world = newWorld(disk);
  const list = world.file("list.md", "# Ferry\n- [ ] Build\n");
  const there = world.file("there.yml", plan);
  const refused = async (file: string | undefined, options: object): Promise<string> =>
    await importCommand(file, { repo: world.dir, output: "-", ...options }).then(
      () => "",
      (error: Error) => error.message,
    );
  const lines = [{ line: 1, end: 1 }];
  const over = world.file("over.md", "# Ferry\n- [x] Build\n");
  const prose = world.file("prose.md", "Please build us a ferry.\n");
  expect(await refused(over, {})).toBe(`all of ${over} is done already`);
  expect(await refused(prose, {})).toBe(`${prose} has nothing that is to be done`);
  const cut = world.file("cut.json", '{\n  "todos": [{ "title": "Build" }');
  const odd = world.file("odd.json", '{\n  "todos": [,]\n}');
  expect(await refused(cut, {})).toBe(`${cut} is no JSON`);
  expect(await refused(odd, {})).toBe(`${odd} is no JSON`);
  expect(await refused(there, {})).toBe(`${there} is a plan already`);
  expect(await refused(world.dir, {})).toBe(`${world.dir} is a folder, not a backlog`);
  expect(await refused(join(world.dir, "no.md"), {})).toBe(`there is no file ${join(world.dir, "no.md")}`);
  expect(await refused(list, { label: "bug" })).toMatch(/^--label chooses among/);
  expect(await refused(list, { milestone: "v2" })).toMatch(/^--milestone chooses among/);
  expect(await refused(list, { network: ["localhost"] })).toMatch(/^--network names hosts for/);
  expect(await refused(list, { network: ["http://a"], with: "command:cat" })).toBe('"http://a" is no host');
  expect(await refused(list, { take: lines, with: "command:./model.sh" })).toMatch(
    /^--take .* --with does not/,
  );
  expect(await refused(undefined, { take: lines, from: "octo/shop" })).toMatch(/^--take .* --from does not/);
  expect(await refused(list, { output: there })).toBe(`${there} is there already`);
  expect(await refused(list, { output: there, with: "command:./missing.sh" })).toBe(
    `${there} is there already`,
  );
  expect(await refused(list, { output: join(world.dir, "a/b/x.yml") })).toBe(
    `there is no folder ${join(world.dir, "a")}`,
  );
});

test("JSON alone is printed where standard output has the plan, too", async () => {
  const input = "# Ferry\n- [ ] Build\n";
  const args = ["import", "-", "--output", "-", "--json"];
  const { stdout } = await startMilepost(args, { stdin: "pipe", input });
  expect(parsed(stdout)).toEqual([
    expect.objectContaining({ type: "import", plan: "ferry", text: expect.stringContaining("plan: ferry") }),
  ]);
});
