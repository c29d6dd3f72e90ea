import type { DraftTodo } from "./todos.ts";

const path =
  /(?<![\p{L}\p{N}_./@:-])(?:\.\/)?((?:[\w@.-]+\/)+[\w.*-]*|[\w-]+\.(?:[a-z]{1,5}|md|json|toml|ya?ml))(?![\p{L}\p{N}_/-])/gu;

/**
 * What a body's todos name as their places, as folders: an agent that changes a file has its tests beside it. Nothing
 * when one of them names none, as it could then change nothing.
 */
export const ownedBy = (todos: readonly Pick<DraftTodo, "text">[]): string[] => {
  const places = todos.map(({ text }) => placesIn(text));
  if (places.length === 0 || places.some((one) => one.length === 0)) return [];
  const globs = [...new Set(places.flat())].sort();
  const isInside = (glob: string) =>
    globs.some((other) => other !== glob && other.endsWith("/**") && glob.startsWith(other.slice(0, -2)));
  const own = globs.filter((glob) => !isInside(glob));
  return own.length <= 20 ? own : [];
};

/** Files that a text names, by their folders, and not those that it links to; only what has a folder and looks like a file or a folder is one. */
const placesIn = (text: string): string[] =>
  [...text.replace(/https?:\/\/\S+|\]\([^()\n]*\)/g, " ").matchAll(path)].flatMap(([, found = ""]) => {
    const parts = found.split("/");
    const last = parts.pop() ?? "";
    const isFile = /\.[a-z][a-z0-9]{0,9}$/i.test(last);
    const isSafe = !parts.some((part) => part === "" || /^\.{1,2}$/.test(part));
    if (parts.length === 0 || !isSafe || (!isFile && last !== "")) return [];
    return [`${parts.join("/")}/**`];
  });
