import { posix } from "node:path";
import { shown } from "../../gates/words.ts";
import type { Git } from "../git.ts";
import type { HostileEntry } from "./entries.ts";
import { pathProblem } from "./path.ts";
import { refusal } from "./refusal.ts";

/** Links that one hand-off may bring: each takes a git command to read. */
const maxLinks = 50;

/** Refuses links that lead out of the repository, into git's folder, through other links, or nowhere. */
export const refuseLinks = async (
  git: Git,
  entries: readonly HostileEntry[],
  tree: ReadonlyMap<string, string>,
): Promise<void> => {
  const links = entries.filter(({ kind }) => kind === "link");
  if (links.length > maxLinks)
    throw refusal(`it brings ${links.length} links`, { hint: "bring files instead" });
  for (const { path, sha } of links) {
    const { stdout: target } = await git(["cat-file", "blob", sha]);
    const problem = linkProblem(path, target, tree);
    if (problem === null) continue;
    throw refusal(`the link ${shown(path)} ${problem}`, {
      hint: "bring a file, or a link to one in the repository",
    });
  }
};

/** What is wrong with a link, as the end of a sentence; `null` when it leads to something in the tree. */
export const linkProblem = (
  path: string,
  target: string,
  tree: ReadonlyMap<string, string>,
): string | null => {
  if (target === "") return "leads to nothing";
  if (target.startsWith("/") || /^[a-z]:/i.test(target)) return "leads out of the repository";
  const reached = posix.join(posix.dirname(path), target).replace(/\/$/, "");
  if (reached === ".." || reached.startsWith("../")) return "leads out of the repository";
  // The path that is walked may leave the repository and come back, which `join` does not show.
  if (depths(path, target).some((depth) => depth < 0)) return "leads out of the repository";
  if (reached === ".") return null;
  if (pathProblem(reached) !== null) return "leads to a path that is not allowed";
  if (walked(path, target).some((step) => step !== reached && tree.get(step) === "120000")) {
    return "leads through another link";
  }
  if (!tree.has(path)) return null;
  const isThere = tree.has(reached) || [...tree.keys()].some((each) => each.startsWith(`${reached}/`));
  return isThere ? null : "leads to nothing";
};

/** How deep in the repository each step from the link to its target is. */
const depths = (path: string, target: string): number[] => {
  let depth = path.split("/").length - 1;
  return target.split("/").map((part) => {
    if (part === "..") depth -= 1;
    else if (part !== "." && part !== "") depth += 1;
    return depth;
  });
};

/** Each path that is passed from the link to its target. */
const walked = (path: string, target: string): string[] => {
  let at = posix.dirname(path);
  return target.split("/").map((part) => {
    at = posix.join(at, part);
    return at;
  });
};
