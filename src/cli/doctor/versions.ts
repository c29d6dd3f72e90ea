import { execFile } from "node:child_process";
import type { Adapter } from "../../agents/adapters/adapter.ts";
import { basicEnvironment } from "../../agents/environment.ts";
import { type CheckUp, problem, warning } from "./check-up.ts";

/** The version that a program says it is; `null` when it says none. */
export const versionOf = (file: string): Promise<string | null> =>
  new Promise((resolve) => {
    const asked = { timeout: 30_000, encoding: "utf8", env: basicEnvironment() } as const;
    execFile(file, ["--version"], asked, (_, stdout) => resolve(/\d+\.\d+\.\d+/.exec(stdout)?.[0] ?? null));
  });

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
