import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Programs installed into a folder of their own; `bin` is what goes onto the PATH. */
export interface Installed extends Disposable {
  readonly bin: string;
  readonly version: string;
}

/** A folder in which programs stay installed, each in one of its name: whoever tries something installs them once. */
const kept = process.env.MILEPOST_TEST_CLIS;

const inFolder = (executable: string, install: (dir: string) => void, within: string): Installed => {
  const dir = kept === undefined ? mkdtempSync(join(tmpdir(), "milepost-cli-")) : join(kept, executable);
  const bin = join(dir, within);
  if (!existsSync(join(bin, executable))) install(dir);
  const version = execFileSync(join(bin, executable), ["--version"], {
    encoding: "utf8",
    env: { ...process.env, HOME: dir },
    stdio: ["ignore", "pipe", "ignore"],
  });
  return {
    bin,
    version: version.trim().split("\n")[0] ?? "",
    [Symbol.dispose]: () => {
      if (kept === undefined) rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
};

/** Installs the newest version of an npm package. */
export const fromNpm = (name: string, executable: string): Installed =>
  inFolder(
    executable,
    (dir) => {
      const quiet = ["--no-audit", "--no-fund", "--loglevel=error"];
      execFileSync("npm", ["install", "--prefix", dir, ...quiet, `${name}@latest`], { stdio: "inherit" });
    },
    "node_modules/.bin",
  );

/** Installs the newest version of a Python package. */
export const fromPip = (name: string, executable: string): Installed =>
  inFolder(
    executable,
    (dir) => {
      execFileSync("python3", ["-m", "venv", dir], { stdio: "inherit" });
      execFileSync(join(dir, "bin/pip"), ["install", "--quiet", name], { stdio: "inherit" });
    },
    "bin",
  );
