// Bundles the actions, unless dist/ is newer than everything that it is made of.
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

const sources = ["src", "scripts", "package-lock.json", "tsconfig.build.json"];
const result = "dist/package.json";

const newest = (path) => {
  const stats = statSync(path);
  if (!stats.isDirectory()) return stats.mtimeMs;
  return Math.max(stats.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
};

if (!existsSync(result) || Math.max(...sources.map(newest)) > newest(result)) {
  execFileSync("npm", ["run", "--silent", "bundle"], { stdio: "inherit" });
}
