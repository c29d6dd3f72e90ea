import { execFileSync, spawnSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Figure, median } from "./figure.ts";
import { newPlace } from "./place.ts";
import { milepost } from "./run.ts";

const rounds = 7;

const looks = ["help", "validate", "preview", "status"] as const;

/** How long `milepost --help` takes as people install it, and looks at long plans, beside a node that does nothing. */
export const measureStart = async (): Promise<Figure[]> => {
  await using place = await newPlace();
  const plans = { many: 10_000, some: 1000 };
  const at = (name: keyof typeof plans): string => join(place.dir, `${name}.yml`);
  for (const name of ["many", "some"] as const) await writeFile(at(name), yamlPlan(plans[name]));
  makeIssues(at("some"), place.repository);
  const times = Array.from({ length: rounds }, () => ({
    help: timed([milepost, "--help"]),
    validate: timed([milepost, "validate", at("many")]),
    preview: timed([milepost, "preview", at("some"), "--repo", place.repository]),
    status: timed([milepost, "status", at("some"), "--repo", place.repository]),
    node: timed(["-e", "0"]),
  }));
  const floor = median(times.map(({ node }) => node));
  const figure = (name: string, of: (typeof looks)[number], target: Figure["target"]): Figure => ({
    ...{ name, unit: "ms", value: median(times.map((time) => time[of])), floor, target },
  });
  return [
    figure("start of --help, beside node -e 0", "help", { of: "ratio", most: 1.3 }),
    figure("validate of 10,000 todos", "validate", { of: "value", most: 400 }),
    figure("preview of 1,000 todos", "preview", { of: "value", most: 1500 }),
    figure("status of 1,000 todos", "status", { of: "value", most: 1500 }),
  ];
};

/** A plan as people write them, in bodies of fifty todos. */
const yamlPlan = (todos: number): string => {
  const body = (name: number): string[] => [
    `  - body: body-${name}`,
    "    todos:",
    ...Array.from(
      { length: 50 },
      (_, at) => `      - { todo: todo-${name}-${at}, title: Todo ${name} ${at} }`,
    ),
  ];
  return [
    ...["version: 1", "plan: bench", "title: Bench", "branches: bench/{order}-{slug}"],
    ...[
      'agent: { use: command, command: ["true"] }',
      'reviewer: { use: command, command: ["true"] }',
      "sandbox: off",
      'verify: ["false"]',
      "bodies:",
    ],
    ...Array.from({ length: todos / 50 }, (_, name) => body(name)).flat(),
    "",
  ].join("\n");
};

/** Runs a plan of which nothing may start, since its base does not pass: what it leaves are its issues. */
const makeIssues = (plan: string, repository: string): void => {
  const { status, stderr } = spawnSync(process.execPath, [milepost, "run", plan, "--repo", repository], {
    encoding: "utf8",
  });
  if (status !== 2) throw new Error(`the bench's plan was to wait for a person: ${stderr}`);
};

const timed = (args: readonly string[]): number => {
  const begun = performance.now();
  execFileSync(process.execPath, args, { stdio: "ignore" });
  return performance.now() - begun;
};
