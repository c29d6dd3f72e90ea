import { shown } from "../../gates/words.ts";
import type { Git } from "../git.ts";
import type { HostileEntry, HostileWork } from "./entries.ts";
import { refuseHugeFile } from "./huge-files.ts";
import type { HandOffLimits } from "./limits.ts";
import { refuseLinks } from "./links.ts";
import { caseClash, pathProblem } from "./path.ts";
import { refusal } from "./refusal.ts";
import { readTree } from "./tree.ts";

/** Refuses what the commits up to `head` bring in, in any of them, if it could do harm. */
export const refuseContent = async (
  git: Git,
  { head, entries, parents }: HostileWork & { readonly head: string },
  limits: HandOffLimits,
): Promise<void> => {
  if (parents.length > limits.commits) {
    throw refusal(`it has more than ${limits.commits} commits`, { hint: "squash them" });
  }
  if (entries.length > limits.files) {
    throw refusal(`its commits change more than ${limits.files} files`, { hint: "split the work" });
  }
  for (const entry of entries) refuseEntry(entry);
  await refuseHuge(git, entries, limits);
  const added = entries.filter(({ isNew }) => isNew);
  if (added.length === 0 && !entries.some(({ kind }) => kind === "link")) return;
  const tree = await readTree(git, head);
  refuseClash(added, tree);
  await refuseLinks(git, entries, tree);
};

const refuseEntry = ({ path, isNew, kind, was }: HostileEntry): void => {
  if (kind === "submodule" && !was.includes("submodule")) {
    throw refusal(`it adds the submodule ${shown(path)}`, {
      hint: "a person adds submodules; bring the files themselves, or a dependency",
    });
  }
  const problem = isNew ? pathProblem(path) : null;
  if (problem !== null)
    throw refusal(`the path ${shown(path)} ${problem}`, { hint: "give the file another name" });
};

/** Sizes are asked of all new files at once. */
const refuseHuge = async (
  git: Git,
  entries: readonly HostileEntry[],
  limits: HandOffLimits,
): Promise<void> => {
  const files = new Map(
    entries.filter(({ kind }) => kind !== "submodule").map(({ sha, path }): [string, string] => [sha, path]),
  );
  if (files.size === 0) return;
  const { stdout } = await git(["cat-file", "--batch-check=%(objectname) %(objectsize)"], {
    input: [...files.keys()].map((sha) => `${sha}\n`).join(""),
  });
  for (const line of stdout.split("\n")) {
    const [sha = "", size = "0"] = line.split(" ");
    refuseHugeFile({ path: files.get(sha) ?? sha, bytes: Number(size) }, limits);
  }
};

const refuseClash = (added: readonly HostileEntry[], tree: ReadonlyMap<string, string>): void => {
  const here = added.map(({ path }) => path).filter((path) => tree.has(path));
  const clash = caseClash(new Set(here), [...tree.keys()]);
  if (clash === null) return;
  throw refusal(`the paths ${clash.map(shown).join(" and ")} are the same where case does not count`, {
    hint: "give one of them another name",
  });
};
