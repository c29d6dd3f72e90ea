import { existsSync, readFileSync } from "node:fs";
import { mkdir, readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { type AttemptNote, attemptFolder, attemptSchema } from "../core/lane/attempt.ts";
import type { Entry } from "../core/lane/handoff.ts";
import type { LanePhase } from "../core/lane/lane-phase.ts";
import { replaceFile } from "../git/files.ts";
import type { Home } from "./home.ts";

/** What is kept of one lane of a todo. */
export interface Attempt extends AttemptNote {
  /** The folder with what its programs printed. */
  readonly dir: string;
}

/** Bytes of attempts that are kept of one todo; beyond that the oldest go. */
const keptBytes = 64 * 1024 * 1024;

/** The folder of a lane's attempt. */
export const attemptDir = (home: Pick<Home, "handOff">, lane: LaneName): string =>
  join(home.handOff(lane.plan, lane.todo), attemptFolder(lane));

type LaneName = Pick<Entry, "plan" | "todo" | "round" | "attempt" | "claim">;

/** Begins a lane's attempt, and lets go of the oldest ones of its todo when there is too much of them; answers its folder. */
export const beginAttempt = async (
  home: Pick<Home, "handOff">,
  lane: LaneName & Pick<Entry, "body" | "order" | "from">,
  { now, most = keptBytes }: { now: Date; most?: number },
): Promise<string> => {
  const handOff = home.handOff(lane.plan, lane.todo);
  const dir = attemptDir(home, lane);
  const { plan, body, todo, order, round, attempt, claim, from } = lane;
  const before = await attemptsIn(handOff);
  await forgetOldest(before, most);
  await mkdir(dir, { recursive: true });
  const number = (before.at(-1)?.number ?? 0) + 1;
  const note = { plan, body, todo, order, number, round, attempt, claim, from };
  const begun = now.toISOString();
  const phase = from === "review" ? "review" : "implement";
  writeNote(dir, { ...note, begun, phases: [{ phase, at: begun }], denied: [], ended: null });
  return dir;
};

/** Says that an attempt goes on with the next of its steps, where its folder is still there. */
export const beginPhase = (dir: string, phase: LanePhase, now: Date): void => {
  const note = readNote(dir);
  if (!note || note.phases.at(-1)?.phase === phase) return;
  writeNote(dir, { ...note, phases: [...note.phases, { phase, at: now.toISOString() }] });
};

/** Keeps what the sandbox denied one of an attempt's programs, each once, where its folder is still there. */
export const noteDenied = (dir: string, who: string, what: readonly string[]): void => {
  const note = readNote(dir);
  if (!note) return;
  const denied = [...new Set([...note.denied, ...what.map((one) => `${who}: ${one}`)])];
  writeNote(dir, { ...note, denied: denied.slice(0, mostDenied) });
};

const mostDenied = 100;

/** Says how an attempt ended, where its folder is still there. */
export const endAttempt = (dir: string, ended: NonNullable<AttemptNote["ended"]>): void => {
  const note = readNote(dir);
  if (note) writeNote(dir, { ...note, ended });
};

const noteFile = "attempt.json";

const writeNote = (dir: string, note: AttemptNote): void =>
  replaceFile(join(dir, noteFile), `${JSON.stringify(note, null, 2)}\n`);

const readNote = (dir: string): AttemptNote | null => {
  try {
    return attemptSchema.parse(JSON.parse(readFileSync(join(dir, noteFile), "utf8")));
  } catch {
    return null;
  }
};

/** The attempts of all todos that are kept in a home, each todo's in their order. */
export const listAttempts = async (home: Pick<Home, "lanes">): Promise<Attempt[]> => {
  const handOffs = (await Promise.all((await foldersIn(home.lanes)).map(foldersIn))).flat();
  return (await Promise.all(handOffs.map(attemptsIn))).flat();
};

/** The attempts of one todo. */
export const attemptsIn = async (handOff: string): Promise<Attempt[]> => {
  const found = (await foldersIn(join(handOff, "attempts"))).flatMap((dir) => {
    const note = readNote(dir);
    return note ? [{ ...note, dir }] : [];
  });
  return found.sort((a, b) => a.number - b.number);
};

const foldersIn = async (dir: string): Promise<string[]> => {
  if (!existsSync(dir)) return [];
  const found = await readdir(dir, { withFileTypes: true }).catch(() => []);
  return found.filter((one) => one.isDirectory()).map(({ name }) => join(dir, name));
};

const forgetOldest = async (attempts: readonly Attempt[], most: number): Promise<void> => {
  let bytes = 0;
  for (const { dir } of attempts.toReversed()) {
    bytes += await bytesIn(dir);
    if (bytes > most) await rm(dir, { recursive: true, force: true });
  }
};

const bytesIn = async (dir: string): Promise<number> => {
  const sizes = (await readdir(dir)).map(async (name) => (await stat(join(dir, name))).size);
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
};
