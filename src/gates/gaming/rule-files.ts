import type { ChangedLines } from "../changed-lines.ts";
import type { GamingFinding } from "./finding.ts";

/** What of the plan says which files the gates read. */
export interface GamingRules {
  /** The plan's shell commands. */
  readonly verify: readonly string[];
  /** The path of the coverage report; `null` when there is none. */
  readonly coverage: string | null;
}

/** Attributes that take files out of the count: Linguist's overrides. */
const hiding = /(^|\s)linguist-(?:generated|vendored)(?:=(?!false)\S*)?(?=\s|$)/;

/** Files by which the change would judge itself, and attributes that would hide its lines. */
export const editedRules = (files: readonly ChangedLines[], rules: GamingRules): GamingFinding[] =>
  files.flatMap((file) =>
    [...new Set([file.path, file.from ?? file.path])].flatMap((path) => {
      const what = roleOf(path, file, rules);
      return what === null ? [] : [{ path, what }];
    }),
  );

const roleOf = (path: string, file: ChangedLines, rules: GamingRules): string | null => {
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (name === ".gitattributes") {
    const hides = file.added.some(({ text }) => !text.startsWith("#") && hiding.test(text));
    return hides
      ? "marks files as generated or vendored, which are not counted"
      : "edits attributes that gates read";
  }
  if (/^\.github\/(workflows|actions)\//.test(path)) return "edits what runs the checks";
  if (path === ".github/dco.yml") return "edits the rules of sign-offs";
  if (/^plans\/.*\.ya?ml$/.test(path)) return "edits a plan, which the gates take their limits from";
  if (path === rules.coverage) return "brings the coverage report, which verify makes";
  if (isCoverageSetting(name)) return "edits what is measured as covered";
  if (rules.verify.some((command) => runs(command, path))) return "edits what the plan's verify commands run";
  if (name === "package.json" && touchesScript(file, rules.verify))
    return "edits the script that verify runs";
  return null;
};

const isCoverageSetting = (name: string): boolean =>
  /^(\.nycrc|\.c8rc|nyc\.config|\.coveragerc|\.?codecov\.ya?ml|\.simplecov|jest\.config|vitest\.config|tarpaulin\.toml)/.test(
    name,
  );

/** Whether a command names the file, or is one that reads it by its own convention. */
const runs = (command: string, path: string): boolean => {
  const words = command.split(/[\s;&|()'"]+/).map((word) => word.replace(/^\.\//, ""));
  const byConvention = [
    ["make", /^(GNUm|[Mm])akefile$/],
    ["just", /^\.?justfile$/i],
    ["task", /^Taskfile\.ya?ml$/],
    ["tox", /^tox\.ini$/],
    ["rake", /^Rakefile$/],
    ["nox", /^noxfile\.py$/],
  ] as const;
  return words.includes(path) || byConvention.some(([word, file]) => words.includes(word) && file.test(path));
};

/** Whether a changed line of package.json holds a script that a command such as `npm test` starts. */
const touchesScript = ({ added, deleted }: ChangedLines, commands: readonly string[]): boolean => {
  const scripts = commands.flatMap((command) =>
    [...command.matchAll(/\b(?:npm|pnpm|yarn|bun)\s+(?:run(?:-script)?\s+)?([\w:.-]+)/g)].map(
      ([, name]) => name,
    ),
  );
  return [...added, ...deleted].some(({ text }) => {
    const key = /^\s*"(?:pre|post)?([\w:.-]+)"\s*:/.exec(text)?.[1];
    return key !== undefined && scripts.includes(key);
  });
};
