import { groupBy } from "../../core/group.ts";
import { shown, some } from "../words.ts";
import { folderOf, type Unit } from "./units.ts";

/** What a part is about, in a few words: its kinds of files, its folder or its only file. */
export const titleOf = (units: readonly Unit[], overLimit: boolean): string => {
  const [first] = units;
  if (first === undefined) return "";
  if (overLimit) return `${clipped(first.path)}, over the limit alone: split it inside`;
  const stages = groupBy(units, ({ stage }) => stage);
  return [...stages].map(([stage, inside]) => labelOf(stage, inside)).join(", ");
};

const labelOf = (stage: Unit["stage"], units: readonly Unit[]): string => {
  switch (stage) {
    case "dependencies":
      return "dependencies";
    case "schema":
      return "schemas and migrations";
    case "code":
      return places(units);
    case "deletions":
      return `deletions in ${places(units)}`;
    case "documentation":
      return "documentation";
    default:
      return stage satisfies never;
  }
};

/** The only file, the folder that all have in common, or the folders at the top. */
const places = (units: readonly Unit[]): string => {
  const [first, ...others] = units;
  if (first === undefined) return "";
  if (others.length === 0) return clipped(first.path);
  const folder = others.reduce((common, { path }) => commonFolder(common, path), folderOf(first.path));
  if (folder !== "") return clipped(folder);
  const tops = new Set(units.map(({ path }) => path.split("/", 1)[0] ?? ""));
  return some([...tops].map(clipped), 3);
};

const commonFolder = (folder: string, path: string): string => {
  let common = folder;
  while (common !== "" && !path.startsWith(`${common}/`)) common = folderOf(common);
  return common;
};

const clipped = (path: string): string => shown(path.length > 80 ? `…${path.slice(-79)}` : path);
