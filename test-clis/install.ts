import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Programs installed into a folder of their own; `bin` is what goes onto the PATH. */
export interface Installed extends Disposable {
  readonly bin: string;
  readonly version: string;
}

const inFolder = (install: (dir: string) => { bin: string; executable: string }): Installed => {
  const dir = mkdtempSync(join(tmpdir(), "milepost-cli-"));
  const { bin, executable } = install(dir);
  const version = execFileSync(join(bin, executable), ["--version"], {
    encoding: "utf8",
    env: { ...process.env, HOME: dir },
    stdio: ["ignore", "pipe", "ignore"],
  });
  return {
    bin,
    version: version.trim().split("\n")[0] ?? "",
    [Symbol.dispose]: () => rmSync(dir, { recursive: true, force: true, maxRetries: 5 }),
  };
};

/** Installs the newest version of an npm package. */
export const fromNpm = (name: string, executable: string): Installed =>
  inFolder((dir) => {
    const quiet = ["--no-audit", "--no-fund", "--loglevel=error"];
    execFileSync("npm", ["install", "--prefix", dir, ...quiet, `${name}@latest`], { stdio: "inherit" });
    return { bin: join(dir, "node_modules/.bin"), executable };
  });

/** Installs the newest version of a Python package. */
export const fromPip = (name: string, executable: string): Installed =>
  inFolder((dir) => {
    execFileSync("python3", ["-m", "venv", dir], { stdio: "inherit" });
    execFileSync(join(dir, "bin/pip"), ["install", "--quiet", name], { stdio: "inherit" });
    return { bin: join(dir, "bin"), executable };
  });
