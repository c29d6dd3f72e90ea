import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { stringify } from "yaml";
import { MilepostError } from "../../core/error.ts";
import { idSchema } from "../../core/plan/schema.ts";
import { orNullIfMissing } from "../../git/files.ts";
import type { WorkTree } from "../../git/repositories/repository.ts";
import { packagePath } from "../package.ts";
import type { ActionSource, RepositoryFile } from "../workflow-files.ts";

interface Wanted {
  readonly plan?: string;
  readonly prompts?: boolean;
  /** Where the schema is taken from. */
  readonly source: ActionSource;
}

/**
 * A plan to begin with; `null` when the repository has plans and no other was asked for.
 *
 * @throws {MilepostError} when the id is none.
 */
export const starterPlan = async (
  { root, mainBranch }: WorkTree,
  { plan, prompts = false, source }: Wanted,
): Promise<RepositoryFile | null> => {
  if (plan === undefined && (await plansIn(root)).length > 0) return null;
  const id = idOf(plan ?? "first-plan");
  const template = await readFile(packagePath("templates/plan.yml"), "utf8");
  const plain = template
    .replace("plan: first-plan\n", stringify({ plan: id }))
    .replace("base: main\n", stringify({ base: mainBranch }));
  const [head = "", bodies = ""] = plain.split(/(?=^bodies:$)/m);
  const text = prompts ? `${head}${await ourPrompts()}\n${bodies}` : plain;
  const { repository, ref } = source;
  const schema = `https://raw.githubusercontent.com/${repository}/${ref}/schema/plan.schema.json`;
  return { path: `plans/${id}.yml`, text: `# yaml-language-server: $schema=${schema}\n${text}` };
};

const idOf = (text: string): string => {
  const read = idSchema.safeParse(text);
  if (read.success) return read.data;
  throw new MilepostError(`${JSON.stringify(text)} is no id of a plan`, {
    hint: `give --plan ${read.error.issues[0]?.message}`,
  });
};

/** Our prompts as the plan's own, each as it stands. */
const ourPrompts = async (): Promise<string> => {
  const text = (kind: string) => readFile(packagePath("prompts", `${kind}.md`), "utf8");
  const [implement, fix, review] = await Promise.all(["implement", "fix", "review"].map(text));
  return stringify({ prompts: { implement, fix, review } }, { blockQuote: "literal", lineWidth: 0 });
};

/** The plan files of a repository, from its top. */
export const plansIn = async (root: string): Promise<string[]> => {
  const names = (await orNullIfMissing(readdir(join(root, "plans")))) ?? [];
  return names
    .filter((name) => /\.ya?ml$/.test(name))
    .sort()
    .map((name) => `plans/${name}`);
};
