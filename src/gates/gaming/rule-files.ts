import type { ChangedLines, Line } from "../changed-lines.ts";
import { allowFile } from "../secrets.ts";
import { attributesRole } from "./attributes.ts";
import { type FileRole, type GamingFinding, weakening, weighed } from "./finding.ts";
import { isWeakerMakefile } from "./makefile.ts";
import { scriptRole } from "./scripts.ts";
import { type MovedSettings, weakensTests } from "./settings.ts";
import { toolFiles } from "./tool-files.ts";
import { isOfChecks, workflowRole } from "./workflows.ts";

/** What of the plan says which files the gates read. */
export interface GamingRules {
  /** The plan's shell commands. */
  readonly verify: readonly string[];
  /** The coverage reports; `null` when there are none. */
  readonly coverage: { readonly reports: readonly string[] } | null;
}

/** The rules, and what else the change edits. */
type RuleReading = GamingRules & {
  readonly moved: MovedSettings;
  readonly files: readonly ChangedLines[];
};

/** Files by which the change would judge itself, and attributes that would hide its lines. */
export const editedRules = (files: readonly ChangedLines[], rules: RuleReading): GamingFinding[] =>
  files.flatMap((file) =>
    [...new Set([file.path, file.from ?? file.path])].flatMap((path) => {
      const role = roleOf(path, file, rules);
      return role === null ? [] : [weighed(path, role.what, role.isWeaker)];
    }),
  );

const roleOf = (path: string, file: ChangedLines, rules: RuleReading): FileRole | null => {
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (name === ".gitattributes") return attributesRole(file);
  if (isOfChecks(path)) return workflowRole(path, file, rules.files);
  if (path === allowFile) return weakening("edits which findings of secrets are let pass");
  if (path === ".github/dco.yml") return weakening("edits the rules of sign-offs");
  if (/^plans\/.*\.ya?ml$/.test(path))
    return weakening("edits a plan, which the gates take their limits from");
  if (rules.coverage?.reports.includes(path))
    return weakening("brings the coverage report, which verify makes");
  if (name === "tox.ini" && isOfVersions(file)) return null;
  if (rules.verify.some((command) => runs(command, path)))
    return {
      what: "edits what the plan's verify commands run",
      isWeaker: isWeakerRecipe(name, file, rules),
    };
  if (/^(?:package|composer|deno)\.jsonc?$/.test(name)) return scriptRole(file, rules.verify);
  return toolRole(path, file, rules.moved);
};

/** Whether an edit of tox's settings takes the same environments with other versions of Python, and nothing else. */
const isOfVersions = ({ added, deleted }: ChangedLines): boolean => {
  const plain = (lines: readonly Line[]): string =>
    lines
      .map(({ text }) => text.replace(/\b(py|pypy)\d[\d.]*(\{[\d,]+\})?/g, "$1").trimEnd())
      .filter((text) => !/^(\s*#|(base_?python|description|labels) =|$)/.test(text))
      .join("\n");
  return added.length + deleted.length > 0 && plain(added) === plain(deleted);
};

/** Whether a file of recipes runs less than before; what else a command runs may do anything. */
const isWeakerRecipe = (name: string, file: ChangedLines, { moved, verify }: RuleReading): boolean => {
  const { added, deleted, status } = file;
  if (status !== "changed" || added.length + deleted.length === 0) return true;
  if (name === "tox.ini") return weakensTests(file, moved);
  return !/^(?:GNUm|[Mm])akefile$/.test(name) || isWeakerMakefile(file, verify);
};

/** What the file decides of how commands behave, where the change edits that. */
const toolRole = (path: string, file: ChangedLines, moved: MovedSettings): FileRole | null => {
  const tool = toolFiles.find((one) => one.path.test(path));
  if (!tool) return null;
  const { added, deleted, status } = file;
  const { lines, what, isWeaker } = tool;
  const edits =
    !lines ||
    status === "deleted" ||
    [...added, ...deleted].some(({ text }) => lines.test(text.slice(0, 2000)));
  if (!edits) return null;
  const isBare = added.length + deleted.length === 0;
  return { what, isWeaker: isBare || isWeaker === undefined || isWeaker(file, moved) };
};

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
    ["docker", /(^|\/)(Dockerfile(\.\w+)?|\.dockerignore|(docker-)?compose(\.\w+)?\.ya?ml)$/],
    ["docker-compose", /^(docker-)?compose(\.\w+)?\.ya?ml$/],
    ["./gradlew", /^(gradlew|gradle\/wrapper\/.+|init\.gradle)$/],
    ["./mvnw", /^(mvnw|\.mvn\/.+)$/],
    ["mvn", /^\.mvn\/.+$/],
    ["bazel", /^(\.bazelrc|WORKSPACE|MODULE\.bazel)$/],
    ["cmake", /^CMakePresets\.json$/],
  ] as const;
  return words.includes(path) || byConvention.some(([word, file]) => words.includes(word) && file.test(path));
};
