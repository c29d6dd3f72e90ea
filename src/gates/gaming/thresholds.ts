import type { ChangedLines, Line } from "../changed-lines.ts";
import { type GamingFinding, warning } from "./finding.ts";

/** Files in which projects say what their tests and linters must reach. */
const isConfiguration = (path: string): boolean => configurations.some((pattern) => pattern.test(path));

const configurations = [
  /(^|\/)(package|composer|deno)\.jsonc?$/,
  /(^|\/)(jest|vitest|vite|karma|nyc|stryker|playwright|eslint|biome|sonar-project|codecov|lefthook|tox|pytest|setup|pyproject|tarpaulin|phpunit|detekt|checkstyle|build|pom)(\.[\w.-]+)?\.(jsonc?|[cm]?[jt]s|ya?ml|toml|ini|cfg|xml|dist|properties|gradle|kts)$/,
  /(^|\/)\.(nycrc|c8rc|eslintrc|coveragerc|codecov|golangci|simplecov|pylintrc|flake8|stylelintrc|pre-commit-config|rubocop)(\.\w+)*$/,
  /(^|\/)(Makefile|justfile|Taskfile\.ya?ml|\.travis\.yml|\.gitlab-ci\.yml|Jenkinsfile|azure-pipelines\.yml|spec_helper\.rb)$/,
  /(^|\/)(\.github\/workflows|\.circleci|plans)\/[^/]+\.ya?ml$/,
];

/** Names of numbers that are worse when they are lower; a threshold of a threshold is any of them. */
const floors =
  /^(?:lines|branches|functions|statements|coverage|(?:cov-?)?fail[_-]?under|(?:minimum|min)[_-]?(?:coverage|score|test)?\w*|threshold\w*|target|break|high|low|mutation[_-]?score)$/i;

/** Names of numbers that are worse when they are higher. */
const ceilings =
  /^(?:max[_-]?\w+|\w+[_-]?limit|complexity|retries|rounds|attempts|fixes|tolerance|allowed[_-]?\w+)$/i;

/** A name and a number in JSON, YAML, TOML, INI, XML, code or a command line; takes time linear in the text. */
const setting = /(?<![\w-])-*([A-Za-z][\w-]*)["']?(?:\s*[:=>]\s*|\s+)["']?(-?\d+(?:\.\d+)?)(?![\w.])/g;

/** Thresholds that the change makes easier to reach, or takes away. */
export const loweredThresholds = (files: readonly ChangedLines[]): GamingFinding[] =>
  files.filter(({ path }) => isConfiguration(path)).flatMap(easier);

const easier = ({ path, added, deleted }: ChangedLines): GamingFinding[] => {
  const [before, after] = [numbersIn(deleted), numbersIn(added)];
  return [...before].flatMap(([name, old]): GamingFinding[] => {
    const now = after.get(name);
    // The plan's limit of lines is the size gate's; elsewhere `lines` is a share that tests cover.
    const isFloor = floors.test(name) && !(path.startsWith("plans/") && name === "lines");
    if (now === undefined) return isFloor ? [warning(path, `takes away ${name} ${list(old)}`)] : [];
    if (isFloor && Math.min(...now) < Math.min(...old)) return [changed(path, "lowers", { name, old, now })];
    if (!isFloor && Math.max(...now) > Math.max(...old)) return [changed(path, "raises", { name, old, now })];
    return [];
  });
};

/** The numbers of each name that is a threshold's. */
const numbersIn = (lines: readonly Line[]): Map<string, number[]> => {
  const found = new Map<string, number[]>();
  for (const { text } of lines) {
    for (const [, name = "", value] of text.slice(0, 2000).matchAll(setting)) {
      if (!floors.test(name) && !ceilings.test(name)) continue;
      found.set(name, [...(found.get(name) ?? []), Number(value)]);
    }
  }
  return found;
};

const changed = (
  path: string,
  verb: string,
  { name, old, now }: { name: string; old: readonly number[]; now: readonly number[] },
): GamingFinding => warning(path, `${verb} ${name} from ${list(old)} to ${list(now)}`);

const list = (numbers: readonly number[]): string => [...new Set(numbers)].slice(0, 5).join(", ");
