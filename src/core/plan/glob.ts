import picomatch from "picomatch/posix.js";

/** Why a glob cannot match any path of a repository, as the end of a sentence; `null` when it can. */
export const globProblem = (glob: string): string | null => {
  if (glob.startsWith("!")) return "a leading `!` turns it into everything else";
  if (glob.startsWith("/")) return "paths are from the repository's root, without a leading `/`";
  if (glob.split("/").some((part) => part === "." || part === "..")) return "git's paths hold no `.` or `..`";
  if (glob.includes("\\")) return "`\\` is no separator: write `/`";
  if (glob.endsWith("/")) return "it names a folder: write `/**` for what is in it";
  const unbalanced = unbalancedIn(glob);
  return unbalanced === null ? null : `\`${unbalanced}\` without its other half`;
};

const unbalancedIn = (glob: string): string | null => {
  const closing: Record<string, string> = { "[": "]", "{": "}", "(": ")" };
  const open: string[] = [];
  for (const char of glob) {
    if (open.at(-1) === "[" && char !== "]") continue;
    if (closing[char] !== undefined) open.push(char);
    else if (Object.values(closing).includes(char)) {
      const opened = open.pop();
      if (opened === undefined || closing[opened] !== char) return char;
    }
  }
  return open.at(-1) ?? null;
};

/** A glob's folders before its first wildcard: two globs meet only if those of one begin those of the other. */
export const fixedFolders = (glob: string): string[] => {
  const parts = partsOf(glob);
  const first = parts.findIndex((part) => wild.test(part));
  return parts.slice(0, first === -1 ? parts.length : first);
};

/** Whether two globs may match one path: exact for names, `*` and `**`, else on the side of yes. */
export const globsOverlap = (a: string, b: string): boolean => {
  const [left, right] = [partsOf(a), partsOf(b)];
  const known = new Map<number, boolean>();
  const meet = (i: number, j: number): boolean => {
    const place = i * (right.length + 1) + j;
    const answer = known.get(place) ?? meetAnew(i, j);
    known.set(place, answer);
    return answer;
  };
  const meetAnew = (i: number, j: number): boolean => {
    const [mine, theirs] = [left[i], right[j]];
    if (mine === undefined && theirs === undefined) return true;
    if (mine === "**") return meet(i + 1, j) || (theirs !== undefined && meet(i, j + 1));
    if (theirs === "**") return meet(i, j + 1) || (mine !== undefined && meet(i + 1, j));
    return mine !== undefined && theirs !== undefined && partOverlaps(mine, theirs) && meet(i + 1, j + 1);
  };
  return meet(0, 0);
};

/** The parts between slashes; braces and groups that hold a slash cannot be cut, so from there on it is anything. */
const partsOf = (glob: string): string[] => {
  const group = /[{(][^})]*\/.*$/.exec(glob);
  const cut = group === null ? glob : `${glob.slice(0, glob.lastIndexOf("/", group.index) + 1)}**`;
  return cut.split("/");
};

const partOverlaps = (a: string, b: string): boolean => {
  const [wildA, wildB] = [wild.exec(a), wild.exec(b)];
  if (wildA === null && wildB === null) return a === b;
  if (wildA === null) return picomatch.isMatch(a, b, { dot: true });
  if (wildB === null) return picomatch.isMatch(b, a, { dot: true });
  const [startA, startB] = [a.slice(0, wildA.index), b.slice(0, wildB.index)];
  const [endA, endB] = [literalEnd(a), literalEnd(b)];
  return (
    (startA.startsWith(startB) || startB.startsWith(startA)) && (endA.endsWith(endB) || endB.endsWith(endA))
  );
};

const wild = /[*?[{(!+@]/;
const literalEnd = (part: string): string => /[^*?\])}]*$/.exec(part)?.[0] ?? "";
