import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { MilepostError } from "../core/error.ts";
import type { Program } from "../core/plan/schema.ts";
import type { Adapter } from "./adapters/adapter.ts";
import { namedEnvironment } from "./environment.ts";
import { namesOf } from "./needs.ts";

/**
 * Checks that a program can reach its model: a key in the environment, a login that it keeps, or a variable of the
 * plan's, whose meaning is the plan's own.
 *
 * @throws {MilepostError} when there is none, or one is the forge's token.
 */
export const checkKey = (adapter: Adapter, { env }: Program, machine: NodeJS.ProcessEnv): void => {
  const given = namedEnvironment([...env, ...namesOf(adapter)], machine);
  const keys = Object.keys(adapter.keys);
  if (keys.length === 0 || [...keys, ...env].some((name) => given[name])) return;
  const home = machine.HOME ?? homedir();
  if (Object.keys(adapter.logins).some((file) => existsSync(join(home, file)))) return;
  throw new MilepostError(`${adapter.title} has no key and no login`, {
    hint: `set ${keys.slice(0, 3).join(" or ")}, or log in with \`${adapter.executable}\``,
  });
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
