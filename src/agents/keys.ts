import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { MilepostError } from "../core/error.ts";
import type { Program } from "../core/plan/program.ts";
import type { Adapter } from "./adapters/adapter.ts";
import { namedEnvironment } from "./environment.ts";
import { hasEnded, loginsOf } from "./logins.ts";
import { namesOf } from "./needs.ts";

/**
 * By what a program can reach its model: a key in the environment, a variable of the plan's, whose meaning is the plan's
 * own, or the file of a login that it keeps; `null` when there is none. Whether its server takes it is not known.
 *
 * @throws {MilepostError} when a variable is the forge's token.
 */
export const accessOf = (
  adapter: Adapter,
  { env }: Program,
  machine: NodeJS.ProcessEnv,
  { now = new Date(), minutes = 0 }: Span = {},
): string | null => {
  const given = namedEnvironment([...env, ...namesOf(adapter)], machine);
  const key = [...Object.keys(adapter.keys), ...env].find((name) => given[name]);
  const home = machine.HOME ?? homedir();
  const by = new Date(now.getTime() + minutes * 60_000);
  return key ?? loginsOf(adapter, home).find((login) => !hasEnded(login, by))?.file ?? null;
};

/** From when on, and how long, access is needed. */
interface Span {
  readonly now?: Date;
  readonly minutes?: number | undefined;
}

/**
 * Checks that a program that needs a key or a login has one.
 *
 * @throws {MilepostError} when there is none, or one is the forge's token.
 */
export const checkKey = (
  adapter: Adapter,
  program: Program,
  machine: NodeJS.ProcessEnv,
  span: Span = {},
): void => {
  const keys = Object.keys(adapter.keys);
  if (accessOf(adapter, program, machine, span) !== null || keys.length === 0) return;
  const home = machine.HOME ?? homedir();
  throw new MilepostError(`${adapter.title} has no key and ${whyNoLogin(adapter, home, span)}`, {
    hint: `set ${keys.slice(0, 3).join(" or ")}, or log in with \`${adapter.executable}\``,
  });
};

const whyNoLogin = (adapter: Adapter, home: string, { now = new Date(), minutes = 0 }: Span): string => {
  const [ended] = loginsOf(adapter, home);
  if (ended?.ends)
    return hasEnded(ended, now)
      ? `its login ended on ${ended.ends.toISOString()} (${ended.file})`
      : `its login ends on ${ended.ends.toISOString()}, within the ${minutes} minutes that it may run (${ended.file})`;
  const empty = Object.keys(adapter.logins).find((file) => existsSync(join(home, file)));
  return empty === undefined ? "no login" : `its login holds none (${join(home, empty)})`;
};

/**
 * Checks that a program that nothing contains can run for this user.
 *
 * @throws {MilepostError} when it refuses to.
 */
export const checkUser = (
  { title, refusesRoot }: Adapter,
  { env }: Program,
  user: number | undefined,
): void => {
  if (!refusesRoot || user !== 0 || env.includes("IS_SANDBOX")) return;
  throw new MilepostError(`${title} does not run as root without a sandbox`, {
    hint: "run as another user, or set `sandbox: off` where a container is the sandbox",
  });
};
