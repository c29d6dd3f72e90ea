import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** A path inside the installed package, wherever this file was built to. */
export const packagePath = (...parts: readonly string[]): string => join(packageFolder(), ...parts);

/** The version that package.json gives. */
export const packageVersion = (): string => {
  const content: unknown = JSON.parse(readFileSync(packagePath("package.json"), "utf8"));
  const named = typeof content === "object" && content !== null && "version" in content;
  return named && typeof content.version === "string" ? content.version : "unknown";
};

const packageFolder = (): string => {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, "package.json")) && folder !== dirname(folder)) folder = dirname(folder);
  return folder;
};
