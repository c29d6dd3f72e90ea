import { MilepostError } from "../../core/error.ts";

/** What a repository says of a path with one attribute. */
export type Mark = "set" | "unset" | "unspecified";

/** Linguist's two attributes that take a file out of a review. */
export interface LinguistAttributes {
  readonly generated: Mark;
  readonly vendored: Mark;
}

const names = { "linguist-generated": "generated", "linguist-vendored": "vendored" } as const;

/**
 * The question to git about the attributes of paths, which go to its standard input.
 *
 * Git itself answers, because macros, quoted patterns, nested files and wildcards then mean what they mean everywhere
 * else. It reads `.gitattributes` from an index, never from a work tree: whoever asks gives it, by `GIT_INDEX_FILE`,
 * a temporary one filled by `git read-tree <base>`, and, by `GIT_DIR`, a folder without `info/attributes`.
 * `check-attr --source` would need git 2.40.
 */
export const attributeQuestion = {
  args: ["check-attr", "--cached", "--stdin", "-z", ...Object.keys(names)],
  input: (paths: Iterable<string>): string => [...paths].map((path) => `${path}\0`).join(""),
} as const;

/**
 * Reads git's answer: the paths of which something is said.
 *
 * @throws {MilepostError} when the answer is not made of triples of a path, one of the attributes and a value.
 */
export const parseAttributes = (answer: string): ReadonlyMap<string, LinguistAttributes> => {
  const fields = answer.split("\0");
  if (fields.pop() !== "" || fields.length % 3 !== 0) throw unreadable(answer);
  const found = new Map<string, LinguistAttributes>();
  for (let at = 0; at < fields.length; at += 3) {
    const [path = "", name = "", value = ""] = fields.slice(at, at + 3);
    const mark = markOf(value);
    if (!isName(name)) throw unreadable(answer);
    if (mark === "unspecified") continue;
    const known = found.get(path) ?? { generated: "unspecified", vendored: "unspecified" };
    found.set(path, { ...known, [names[name]]: mark });
  }
  return found;
};

const isName = (name: string): name is keyof typeof names => Object.hasOwn(names, name);

/** As Linguist reads them: every value but `false` sets the attribute. */
const markOf = (value: string): Mark => {
  if (value === "unspecified" || value === "unset") return value;
  return value === "false" ? "unset" : "set";
};

const unreadable = (answer: string) =>
  new MilepostError(`git's answer about attributes is unreadable: ${JSON.stringify(answer.slice(0, 200))}`);
