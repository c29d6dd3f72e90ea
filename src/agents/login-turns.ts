import { open, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { errorCode } from "../git/files.ts";
import { isAlive } from "../git/private-folder.ts";
import { endsWithin, loginIn } from "./logins.ts";
import { bringBack } from "./renewed-logins.ts";

/** The right to renew logins, until they are renewed or it ends. */
export interface LoginTurn {
  /** Brings back what was renewed, and lets the next program. */
  readonly end: () => Promise<void>;
}

interface LoginPlace {
  /** Paths below both folders, among which logins may be. */
  readonly paths: readonly string[];
  /** The folder that the program has as its home. */
  readonly copies: string;
  readonly own: string;
  /** How long the program may run. */
  readonly minutes: number;
}

/**
 * Waits until a program may have copies of logins: of those that it would renew while it runs one program at a time has
 * a copy, since a server takes the second renewal by one token for a theft. Once renewed, all have copies.
 */
export const loginTurn = async (place: LoginPlace): Promise<LoginTurn> => {
  const held = new Set<string>();
  for (const path of place.paths) if (await isTaken(join(place.own, path), place.minutes)) held.add(path);
  const ended = new AbortController();
  const watching = held.size > 0 ? watch(place, held, ended.signal) : null;
  return {
    end: async () => {
      ended.abort();
      await watching;
      await bringBack(place.paths, { from: place.copies, to: place.own });
      await release(place, held);
    },
  };
};

/** How often it is looked whether a login was renewed, in milliseconds. */
const pauseMs = 250;

/** Takes the turn of a login; not where it is renewed meanwhile, or nobody can write beside it. */
const isTaken = async (file: string, minutes: number): Promise<boolean> => {
  for (;;) {
    const login = loginIn(file);
    if (!login?.renews || !endsWithin(login, minutes)) return false;
    const taken = await take(lockOf(file));
    if (taken !== "held") return taken === "taken";
    await sleep(pauseMs);
  }
};

const lockOf = (file: string): string => `${file}.milepost-turn`;

const take = async (lock: string): Promise<"taken" | "held" | "impossible"> => {
  try {
    await using file = await open(lock, "wx", 0o600);
    await file.writeFile(String(process.pid));
    return "taken";
  } catch (error) {
    if (errorCode(error) !== "EEXIST") return "impossible";
  }
  const holder = await readFile(lock, "utf8").catch(() => "");
  // One that was just made does not say yet whose it is.
  if (holder !== "" && !isAlive(Number(holder))) await rm(lock, { force: true });
  return "held";
};

const watch = async (place: LoginPlace, held: Set<string>, signal: AbortSignal): Promise<void> => {
  while (held.size > 0 && !signal.aborted) {
    await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
    await bringBack([...held], { from: place.copies, to: place.own });
    const renewed = [...held].filter((path) => {
      const login = loginIn(join(place.own, path));
      return !login || !endsWithin(login, place.minutes);
    });
    await release(place, new Set(renewed));
    for (const path of renewed) held.delete(path);
  }
};

const release = async ({ own }: LoginPlace, paths: ReadonlySet<string>): Promise<void> => {
  for (const path of paths) await rm(lockOf(join(own, path)), { force: true });
};
