import { setImmediate as turnOfOthers } from "node:timers/promises";
import { inPieces } from "../../gates/pieces.ts";
import { shown } from "../../gates/words.ts";
import { treeAt } from "../facts/tree.ts";
import type { Git } from "../git.ts";
import { inTurns } from "../in-turns.ts";
import { foldersAbove, foldersIn } from "../objects/tree.ts";
import type { HostileEntry, HostileWork } from "./entries.ts";
import { refuseHugeFile } from "./huge-files.ts";
import type { HandOffLimits } from "./limits.ts";
import { refuseLinks } from "./links.ts";
import { caseClashIn, pathProblem } from "./path.ts";
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
  await inTurns(entries, (some) => some.forEach(refuseEntry));
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

/** Sizes are asked of many new files at once. */
const refuseHuge = async (
  git: Git,
  entries: readonly HostileEntry[],
  limits: HandOffLimits,
): Promise<void> => {
  const files = new Map<string, string>();
  await inTurns(entries, (some) => {
    for (const { kind, sha, path } of some) if (kind !== "submodule") files.set(sha, path);
  });
  const names = [...files.keys()];
  for (let at = 0; at < names.length; at += lookedAtOnce) {
    const infos = await Promise.all(names.slice(at, at + lookedAtOnce).map((sha) => git.objects.look(sha)));
    for (const info of infos) {
      const { sha = "", size = 0 } = info ?? {};
      refuseHugeFile({ path: files.get(sha) ?? sha, bytes: size }, limits);
    }
  }
};

/** More answers at once would hold up all else for longer than a few milliseconds. */
const lookedAtOnce = 1000;

const refuseClash = async (git: Git, head: string, entries: readonly HostileEntry[]): Promise<void> => {
  const added = entries.filter(({ isNew }) => isNew).map(({ path }) => path);
  if (added.length === 0) return;
  const folders = await foldersIn(git, await treeAt(git, head), foldersAbove(added));
  // What no added path leads through stands for all that is in it.
  const beside = new Set<string>();
  for (const [folder, names] of folders) {
    await turnOfOthers();
    await inTurns(names, (some) => {
      for (const { name } of some) beside.add(folder === "" ? name : `${folder}/${name}`);
    });
  }
  for (const folder of folders.keys()) beside.delete(folder);
  const own = new Set(added.filter((path) => beside.has(path)));
  const clash = await inPieces(caseClashIn(own, beside), turnOfOthers);
  if (clash === null) return;
  throw refusal(`the paths ${clash.map(shown).join(" and ")} are the same where case does not count`, {
    hint: "give one of them another name",
  });
};
