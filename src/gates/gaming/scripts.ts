import type { ChangedLines, Line } from "../changed-lines.ts";
import { areWeaker } from "./commands.ts";
import { type FileRole, weakening } from "./finding.ts";

/** Scripts by which projects check themselves, whichever of them a command starts in the end. */
const checking =
  /^(?:pre|post)?(?:test|tests|lint|check|checks|verify|validate|ci|unit|integration|e2e|types?|typecheck|tsc|coverage|cover|cov)(?:[:._-].*)?$/;

/** Those that mend what others check, or are for a person alone. */
const mending = /[:._-](?:fix|write|watch)$/;

/** Sections of package.json that set tools up, and what has a package replaced by something else. */
const sections =
  /"(?:jest|mocha|nyc|c8|ava|tap|vitest|babel|eslintConfig|browserslist|config|wireit|nx|lage)"\s*:\s*[{[]/;
const replaced = /"[^"]+"\s*:\s*"(?:file|link|portal|patch):/;

/** What a change of package.json, or of another file with scripts, does to what commands run; `null` when nothing. */
export const scriptRole = (
  { path, added, deleted }: ChangedLines,
  commands: readonly string[],
): FileRole | null => {
  const started = new Set(commands.flatMap(scriptsIn));
  const isScript = (name: string): boolean =>
    (checking.test(name) && !mending.test(name)) || started.has(name.replace(/^(?:pre|post)/, ""));
  const [before, after] = [pairsIn(deleted), pairsIn(added)];
  const names = new Set([...before.keys(), ...after.keys()].filter(isScript));
  const edited = [...names].filter(
    (name) => before.get(name) !== after.get(name) && isCommand(before.get(name) ?? after.get(name)),
  );
  if (edited.length > 0) {
    const valuesOf = (pairs: ReadonlyMap<string, string>) => edited.flatMap((name) => pairs.get(name) ?? []);
    // What a script ran may be a script of its own now, whatever that is called.
    const others = [...after]
      .filter(([name, value]) => !edited.includes(name) && before.get(name) !== value)
      .map(([, value]) => value);
    const isHook = (name: string) => /^(?:pre|post)/.test(name) && !before.has(name);
    const isWeaker =
      edited.some(isHook) || areWeaker(valuesOf(before), [...valuesOf(after), ...others.filter(isCommand)]);
    return { what: "edits the script that verify runs", isWeaker };
  }
  const more = (pattern: RegExp): boolean => matches(added, pattern) !== matches(deleted, pattern);
  if (path.endsWith("package.json") && more(sections)) return weakening("sets up what checks it");
  return matches(added, replaced) > matches(deleted, replaced)
    ? weakening("has a package replaced by a file")
    : null;
};

const scriptsIn = (command: string): string[] =>
  [...command.matchAll(/\b(?:npm|pnpm|yarn|bun)\s+(?:run(?:-script)?\s+)?([\w:.-]+)/g)].flatMap(
    ([, name]) => name ?? [],
  );

/** Every key with a text, wherever it stands: a whole file may be one line. */
const pairsIn = (lines: readonly Line[]): Map<string, string> =>
  new Map(
    lines.flatMap(({ text }) =>
      [...text.slice(0, longest).matchAll(/"([\w:.-]{1,100})"\s*:\s*"((?:[^"\\]|\\.){0,2000})"/g)].map(
        ([, name = "", value = ""]): [string, string] => [name, value],
      ),
    ),
  );

const longest = 200_000;

/** A version is no command, since packages are called `test` and `types`, too; nor is a `type` of modules, funds or repositories. */
const isCommand = (value: string | undefined): boolean =>
  value !== undefined &&
  !/^(?:[\^~>=<v*]*\d|workspace:|catalog:|npm:|(?:latest|module|commonjs|library|project|metapackage|composer-plugin|git|github|individual|opencollective|patreon)$|\*$|(?:\.\/)?[\w./-]+\.(?:d\.[cm]?ts|[cm]?js|json)$)/.test(
    value,
  );

const matches = (lines: readonly Line[], pattern: RegExp): number =>
  lines.filter(({ text }) => pattern.test(text.slice(0, longest))).length;
