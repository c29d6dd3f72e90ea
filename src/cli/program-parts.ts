import { folder } from "./options.ts";

/** Takes the exit code of a command. */
export type EndWith = (code: number) => void;

/** Examples below a command's help. */
export const example = (...lines: string[]): string =>
  ["", `Example${lines.length === 1 ? "" : "s"}:`, ...lines.map((line) => `  $ ${line}`)].join("\n");

/** The option that says which repository. */
export const repo = ["--repo <folder>", "the git repository to work on", folder, "."] as const;

/** The option that says which forge. */
export const onForge = [
  "--forge <name>",
  "where issues and pull requests live: local or github",
  "local",
] as const;

/** The option that says which forge is looked at. */
export const fromForge = [
  "--forge <name>",
  "where issues and pull requests live: local or github (default: where the plan's last run was)",
] as const;
