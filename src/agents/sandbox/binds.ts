import { realpathSync, statSync } from "node:fs";
import { shellWord } from "../../core/shell-word.ts";
import { isIn } from "./inside.ts";

/** What one run may touch, all paths absolute and without links. */
export interface PathRules {
  readonly writable: readonly string[];
  readonly readOnly: readonly string[];
  readonly hidden: readonly string[];
  readonly readable: readonly string[];
}

/** Where the sandbox runtime lays a `/dev` of its own, with an empty `/dev/shm`. */
const device = "/dev";
const shared = "/dev/shm";

/** Whether the runtime takes all of a place's paths for what they are: those with these signs it takes for patterns. */
export const isNameable = (place: PathRules): boolean =>
  pathsOf(place).every((path) => !/[*?[\]]/.test(path) && !isIn(path, device));

/** The command of the runtime, for a place without paths, with the place's own mounts in it. */
export const withBinds = (command: string, place: PathRules): string => {
  const last = " --dev /dev ";
  const at = command.indexOf(last);
  if (at === -1) throw new Error("the sandbox runtime lays /dev otherwise than expected");
  const end = at + last.length;
  return `${command.slice(0, end)}${bindsOf(place).map(shellWord).join(" ")} ${command.slice(end)}`;
};

/** Arguments of bubblewrap: of two paths, one within the other, the inner has the last word. */
const bindsOf = (place: PathRules): string[] => {
  const mounts = [
    ...besides(place).map((path) => ({ path, args: ["--ro-bind", path, path] })),
    ...place.hidden.map((path) => ({ path, args: hiding(path) })),
    ...place.readable.map((path) => ({ path, args: ["--ro-bind", path, path] })),
    ...place.writable.map((path) => ({ path, args: ["--bind", path, path] })),
    ...place.readOnly.map((path) => ({ path, args: ["--ro-bind", path, path] })),
  ];
  return mounts
    .filter(({ path }) => isItself(path))
    .sort((a, b) => depthOf(a.path) - depthOf(b.path))
    .flatMap(({ args }) => args);
};

/** What lies beside a checkout in shared memory is seen from it, as it is anywhere else. */
const besides = (place: PathRules): string[] => {
  const inShared = pathsOf(place).filter((path) => isIn(path, shared) && path !== shared);
  return [...new Set(inShared.map((path) => path.split("/").slice(0, 4).join("/")))];
};

const hiding = (path: string): string[] =>
  statSync(path, { throwIfNoEntry: false })?.isDirectory()
    ? ["--tmpfs", path]
    : ["--ro-bind", "/dev/null", path];

const pathsOf = ({ writable, readOnly, hidden, readable }: PathRules): string[] => [
  ...writable,
  ...readOnly,
  ...hidden,
  ...readable,
];

const depthOf = (path: string): number => path.split("/").length;

/** What is not there needs no mount; and whoever writes a folder may have put a link in it, which would be followed. */
const isItself = (path: string): boolean => {
  try {
    return realpathSync(path) === path;
  } catch {
    return false;
  }
};
