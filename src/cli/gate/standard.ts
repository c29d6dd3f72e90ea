import { realpath } from "node:fs/promises";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { MilepostError } from "../../core/error.ts";
import { gateRules } from "../../core/lane/assignment.ts";
import { loadPlan } from "../../core/plan/load.ts";
import { didYouMean } from "../../core/plan/nearest.ts";
import type { Body, Plan } from "../../core/plan/plan.ts";
import { decodePlan } from "../../core/plan/read/decode.ts";
import type { Held } from "../../gates/select.ts";
import { defaultBase, publishedBranch, type Revision, revisionOf } from "../../git/facts/revisions.ts";
import type { Git } from "../../git/git.ts";
import type { UserRepository } from "../../git/repositories/repository.ts";
import { loadPlanFile, PlanError } from "../../local/plan-file.ts";
import type { Tell } from "./tell.ts";

/** What the command line says of the plan and of what is to be judged. */
interface Asked {
  readonly plan: string;
  readonly base: string | undefined;
  readonly body: string | undefined;
  /** The branch to judge, in any way of naming it; `null` when HEAD is detached. */
  readonly branch: string | null;
  readonly tell: Tell;
}

/**
 * What a plan says that a change is to end in, and what it is held to. The plan is read at the base, so that no
 * change excuses itself; where the base has no such file yet, as it lies here.
 *
 * @throws {MilepostError} when there is no such plan, body or base.
 */
export const standardByPlan = async (
  git: Git,
  repository: UserRepository,
  asked: Asked,
): Promise<{ base: Revision; held: Held }> => {
  const at = await locatePlan(asked.plan, repository);
  const named = asked.base === undefined ? null : await revisionOf(git, asked.base);
  const first = named ?? (await defaultBase(git));
  const seen = (first && (await planAt(git, at, first))) ?? (await loadPlanFile(at.file)).plan;
  const base = named ?? (await publishedBranch(git, seen.base));
  const plan = await planAt(git, at, base);
  if (!plan && at.inside !== null) asked.tell(`${at.file} is not at ${base.name} yet: read as it lies here`);
  return { base, held: heldBy(plan ?? seen, asked) };
};

/** A plan file as the command line names it. */
interface PlanAt {
  readonly file: string;
  /** Its path from the top of the repository; `null` when it is not in there. */
  readonly inside: string | null;
}

/** Where in the repository a plan file lies, whether or not the work tree has it. */
const locatePlan = async (
  file: string,
  { root, bare }: Pick<UserRepository, "root" | "bare">,
): Promise<PlanAt> => {
  if (bare) return { file, inside: file };
  const folder = resolve(dirname(file));
  const real = await realpath(folder).catch(() => folder);
  const inside = relative(root, join(real, basename(file)));
  return { file, inside: inside.startsWith("..") ? null : inside.split(sep).join("/") };
};

/**
 * The plan as a commit has it, `null` when it has none there.
 *
 * @throws {PlanError} when what it has is no plan.
 */
const planAt = async (git: Git, { file, inside }: PlanAt, commit: Revision): Promise<Plan | null> => {
  if (inside === null) return null;
  const { stdout, exitCode } = await git(["cat-file", "blob", `${commit.sha}:${inside}`], { ok: [128] });
  if (exitCode !== 0) return null;
  const name = `${file} at ${commit.name}`;
  const decoded = decodePlan(Buffer.from(stdout), name);
  if (!decoded.ok) throw new PlanError(decoded.problems, []);
  const loaded = loadPlan(decoded.text, name);
  if (!loaded.ok) throw new PlanError(loaded.problems, loaded.warnings);
  return loaded.plan;
};

/**
 * What a plan holds a change to: by the rules of the body that was named, or whose todo has the branch.
 *
 * @throws {MilepostError} when the plan has no body of that name.
 */
const heldBy = (plan: Plan, { body: name, branch, tell }: Omit<Asked, "plan" | "base">): Held => {
  const body = name === undefined ? bodyOfBranch(plan, branch) : bodyNamed(plan, name);
  if (!body)
    tell(`no todo of ${plan.id} has this branch, so scope is not judged; name the body: --body <id>`);
  return {
    rules: gateRules(plan, body ?? { owns: null }),
    planned: true,
    owned: body !== undefined,
    signers: plan.signers,
  };
};

/** Approved branches arrive as `milepost/<branch>`. */
const bodyOfBranch = ({ bodies }: Plan, branch: string | null): Body | undefined => {
  const names = [branch, branch?.replace(/^(refs\/heads|(refs\/remotes\/)?(origin|milepost))\//, "")];
  return bodies.find(({ todos }) => todos.some((todo) => names.includes(todo.branch)));
};

const bodyNamed = ({ id, bodies }: Plan, name: string): Body => {
  const ids = bodies.map((body) => body.id);
  const body = bodies.find((each) => each.id === name);
  if (body) return body;
  throw new MilepostError(`the plan ${id} has no body ${name}${didYouMean(name, ids)}`, {
    hint: `its bodies are ${ids.join(", ")}`,
  });
};
