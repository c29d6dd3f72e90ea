import { readFile } from "node:fs/promises";
import { trySandbox } from "../../agents/sandbox/try.ts";
import type { Plan } from "../../core/plan/plan.ts";
import { git } from "../../git/git.ts";
import { openSigner } from "../../git/signing/signing.ts";
import { type CheckUp, ok, problem, warning } from "./check-up.ts";
import { asProblem } from "./errors.ts";

/** The oldest Node that the dependencies run on. */
const leastNode = [20, 19];
/** `git merge-tree --write-tree`, by which conflicts are found, came with 2.38. */
const leastGit = [2, 38];

/** Looks at what runs Milepost: Node, git, the sandbox, the key that signs. */
export const checkMachine = async (plan: Plan | null): Promise<CheckUp[]> => [
  checkNode(process.versions.node),
  await checkGit(),
  await checkSandbox(plan?.sandbox ?? "auto"),
  ...(plan ? [await checkSigning(plan)] : []),
  ...(await checkMemory(plan?.parallel ?? 1)),
];

const checkNode = (version: string): CheckUp =>
  isAtLeast(version, leastNode)
    ? ok("node", `Node ${version}`)
    : problem("node", `Node ${version} is too old`, `install Node ${leastNode.join(".")} or newer`);

const checkGit = async (): Promise<CheckUp> => {
  try {
    const { stdout } = await git(["--version"], { cwd: "/" });
    const version = /\d+\.\d+(?:\.\d+)?/.exec(stdout)?.[0] ?? "0.0";
    if (isAtLeast(version, leastGit)) return ok("git", `git ${version}`);
    return problem("git", `git ${version} is too old`, `install git ${leastGit.join(".")} or newer`);
  } catch {
    return problem("git", "there is no git on the PATH", "install git");
  }
};

const isAtLeast = (version: string, least: readonly number[]): boolean => {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [leastMajor = 0, leastMinor = 0] = least;
  return major > leastMajor || (major === leastMajor && minor >= leastMinor);
};

const checkSandbox = async (wanted: Plan["sandbox"]): Promise<CheckUp> => {
  if (wanted === "off") {
    return warning("sandbox", "the plan turns the sandbox off", "remove `sandbox: off` from the plan");
  }
  const tried = await trySandbox();
  if (tried.ok) return ok("sandbox", "a program ran in it");
  const found = wanted === "required" ? problem : warning;
  return found("sandbox", `it does not work: ${tried.reason}`, tried.hint);
};

const checkSigning = async ({ signing }: Plan): Promise<CheckUp> => {
  if (signing === "none") return ok("signing", "the plan does not sign commits");
  try {
    await using signer = await openSigner(signing, process.env);
    return ok("signing", `commits are signed by ${signing} key ${signer.fingerprint}`);
  } catch (error) {
    return asProblem("signing", error);
  }
};

/** What one coding agent needs at the least, in megabytes: a runtime and the tests that it starts. */
const megabytesPerAgent = 500;

/** Agents that run out of memory are killed, and look like failed ones. */
const checkMemory = async (parallel: number): Promise<CheckUp[]> => {
  const text = await readFile("/proc/meminfo", "utf8").catch(() => "");
  const kilobytes = Number(/^MemAvailable:\s+(\d+)/m.exec(text)?.[1] ?? Number.NaN);
  if (Number.isNaN(kilobytes)) return [];
  const free = Math.round(kilobytes / 1024);
  if (free >= parallel * megabytesPerAgent) return [ok("memory", `${free} MB free for ${parallel} at once`)];
  const fewer = Math.max(1, Math.floor(free / megabytesPerAgent));
  return [
    warning(
      "memory",
      `${free} MB free is little for ${parallel} agents at once`,
      `run with --parallel ${fewer}`,
    ),
  ];
};
