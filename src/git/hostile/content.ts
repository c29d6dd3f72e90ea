import { shown } from "../../gates/words.ts";
import { treeAt } from "../facts/tree.ts";
import type { Git } from "../git.ts";
import { foldersAbove, foldersIn } from "../objects/tree.ts";
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
  await refuseClash(git, head, entries);
  if (entries.some(({ kind }) => kind === "link")) await refuseLinks(git, entries, await readTree(git, head));
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
  const infos = await Promise.all([...files.keys()].map((sha) => git.objects.look(sha)));
  for (const info of infos) {
    const { sha = "", size = 0 } = info ?? {};
    refuseHugeFile({ path: files.get(sha) ?? sha, bytes: size }, limits);
  }
};

const refuseClash = async (git: Git, head: string, entries: readonly HostileEntry[]): Promise<void> => {
  const added = entries.filter(({ isNew }) => isNew).map(({ path }) => path);
  if (added.length === 0) return;
  const folders = await foldersIn(git, await treeAt(git, head), foldersAbove(added));
  // What no added path leads through stands for all that is in it.
  const beside = [...folders]
    .flatMap(([folder, names]) => names.map(({ name }) => (folder === "" ? name : `${folder}/${name}`)))
    .filter((path) => !folders.has(path));
  const there = new Set(beside);
  const clash = caseClash(new Set(added.filter((path) => there.has(path))), beside);
  if (clash === null) return;
  throw refusal(`the paths ${clash.map(shown).join(" and ")} are the same where case does not count`, {
    hint: "give one of them another name",
  });
};
