import { execFile } from "node:child_process";
import type { Adapter } from "../../agents/adapters/adapter.ts";
import { basicEnvironment } from "../../agents/environment.ts";
import { MilepostError } from "../../core/error.ts";
import { cut } from "../../core/key.ts";
import { type CheckUp, problem, warning } from "./check-up.ts";

/**
 * The version that a program says it is; `null` when it says none.
 *
 * @throws {MilepostError} when it does not even say that: it fails at every start.
 */
export const versionOf = (file: string): Promise<string | null> =>
  new Promise((resolve, reject) => {
    const asked = { timeout: 30_000, encoding: "utf8", env: basicEnvironment() } as const;
    execFile(file, ["--version"], asked, (error, stdout, stderr) => {
      if (error) reject(doesNotStart(file, stderr || error.message));
      else resolve(/\d+\.\d+\.\d+/.exec(stdout)?.[0] ?? null);
    });
  });

const doesNotStart = (file: string, said: string): MilepostError => {
  const why = /^.*(?:error|cannot|not found|requires?|unsupported).*$/im.exec(said)?.[0] ?? said;
  return new MilepostError(`${file} does not start: ${cut(why.trim(), 300)}`, {
    hint: "start it by hand, and install another version of it or of what it runs on, such as Node.js",
  });
};

/** What is wrong with a program's version; `null` when nothing is. */
export const checkVersion = (
  role: string,
  { title, install, versions }: Pick<Adapter, "title" | "install" | "versions">,
  version: string,
): CheckUp | null => {
  if (versions?.tooOld && !isNewer(version, versions.tooOld)) {
    const message = `${title} ${version} is too old: it does not know what Milepost asks of it`;
    return problem(role, message, install);
  }
  if (versions === undefined || version === versions.seen || isNewer(version, versions.seen)) return null;
  const message = `${title} ${version} is older than any that was tried (${versions.seen})`;
  return warning(role, message, install);
};

const isNewer = (version: string, other: string): boolean =>
  version.localeCompare(other, "en", { numeric: true }) > 0;
