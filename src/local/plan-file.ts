import { existsSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { join } from "node:path";
import { MilepostError } from "../core/error.ts";
import type { CheckTemplate } from "../core/plan/checks/templates.ts";
import { loadPlan } from "../core/plan/load.ts";
import { withOverrides } from "../core/plan/overrides.ts";
import type { Plan } from "../core/plan/plan.ts";
import { type Problem, renderProblems } from "../core/plan/problem.ts";
import { decodePlan, largestPlan } from "../core/plan/read/decode.ts";

/** A plan file that is not right: all its problems, and the warnings beside them. */
export class PlanError extends MilepostError {
  override name = "PlanError";
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];

  constructor(problems: readonly Problem[], warnings: readonly Problem[]) {
    super(renderProblems([...problems, ...warnings]));
    this.problems = problems;
    this.warnings = warnings;
  }
}

/**
 * Reads a plan file, which problems call by its `name`.
 *
 * @throws {PlanError} when it is not right.
 * @throws {MilepostError} when it cannot be read.
 */
export const loadPlanFile = async (
  file: string,
  { name = file, overrides = [] }: { name?: string; overrides?: readonly string[] } = {},
): Promise<{ plan: Plan; warnings: readonly Problem[] }> => {
  const decoded = decodePlan(await readBounded(file, name), name);
  if (!decoded.ok) throw new PlanError(decoded.problems, []);
  const text = withOverrides(decoded.text, overrides);
  const checker = await checkerFor(text);
  const loaded = loadPlan(text, name, checker);
  const placed = overrides.length === 0 ? same : placesIn(loadPlan(decoded.text, name, checker), overrides);
  const warnings = loaded.warnings.map(placed);
  if (!loaded.ok) throw new PlanError(loaded.problems.map(placed), warnings);
  const { plan } = loaded;
  return { plan: overrides.length === 0 ? plan : { ...plan, overrides }, warnings };
};

const same = (problem: Problem): Problem => problem;

/** Where problems of a text with settings in it are: in the file, if it has them as well, and else in the settings. */
const placesIn = (file: ReturnType<typeof loadPlan>, overrides: readonly string[]) => {
  const known = [...(file.ok ? [] : file.problems), ...file.warnings];
  return (problem: Problem): Problem => {
    const { message, expected } = problem;
    const there = known.find((one) => one.message === message && one.expected === expected);
    if (there) return there;
    const named = overrides.filter((one) => message.includes(`\`${keyOf(one)}\``));
    const settings = (named.length > 0 ? named : overrides).map((one) => `--set ${one}`).join(" ");
    return { ...problem, file: settings, line: 0, column: 0, source: "" };
  };
};

/** The last key of a setting, which problems name. */
const keyOf = (override: string): string => override.split("=")[0]?.split(".").at(-1) ?? "";

/** The templates' language takes long to load, and few plans have prompts of their own. */
const checkerFor = async (text: string): Promise<CheckTemplate | undefined> =>
  /\bprompts\b/.test(text) ? (await import("../agents/check-template.ts")).checkTemplate : undefined;

/** The file's bytes; of a file over the limit, its size decides before anything is read. */
const readBounded = async (file: string, name: string): Promise<Uint8Array> => {
  await using handle = await open(file).catch((cause: unknown) => {
    throw unreadable(name, cause);
  });
  const stats = await handle.stat();
  if (stats.isDirectory()) {
    throw new MilepostError(`${name} is a folder, not a plan file`, {
      hint: `name the file in it, such as ${name.replace(/\/*$/, "/")}plan.yml`,
    });
  }
  if (stats.size > largestPlan) throw new PlanError([tooLarge(name, stats.size)], []);
  return await readUpTo(handle, largestPlan + 1);
};

const unreadable = (file: string, cause: unknown): MilepostError => {
  const code = cause instanceof Error && "code" in cause ? cause.code : "";
  switch (code) {
    case "ENOENT":
    case "ENOTDIR":
      return new MilepostError(`there is no plan file ${file}`, { hint: placeOf(file), cause });
    case "EACCES":
    case "EPERM":
      return new MilepostError(`${file} may not be read`, { hint: "check its permissions", cause });
    default:
      return new MilepostError(`${file} could not be read`, { cause });
  }
};

/** Workflows name a plan by its id. */
const placeOf = (id: string): string => {
  const path = join("plans", `${id}.yml`);
  return existsSync(path) ? `name its file: ${path}` : "check its path";
};

const tooLarge = (file: string, size: number): Problem => ({
  file,
  line: 0,
  column: 0,
  message: `the file has ${size} bytes`,
  expected: `at most ${largestPlan} (1 MiB): is this the right file?`,
  source: "",
  level: "error",
});

/** Pipes tell no size, so that what is read is bounded, too. */
const readUpTo = async (handle: FileHandle, most: number): Promise<Uint8Array> => {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of handle.createReadStream({ autoClose: false })) {
    const bytes = Buffer.from(chunk);
    chunks.push(bytes);
    length += bytes.length;
    if (length >= most) break;
  }
  return Buffer.concat(chunks).subarray(0, most);
};
