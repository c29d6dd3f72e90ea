import { randomUUID } from "node:crypto";
import { lstat, mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { z } from "zod";
import type { ModelUsage } from "../core/cost/usage.ts";
import { orNullIfMissing } from "../git/files.ts";
import { removeFolder } from "../git/worktrees/remove-folder.ts";
import type { ProgramEnd } from "../steps/program-ports.ts";
import type { Session } from "./adapters/adapter.ts";
import { adapters } from "./adapters/list.ts";
import type { Needs } from "./needs.ts";
import type { ReadyProgram } from "./program.ts";
import type { Took } from "./purse.ts";
import { readJson } from "./read-json.ts";
import type { ProgramRun } from "./run.ts";

/** The file beside an agent's transcript that names the conversation which its next run may go on with. */
const sessionFile = "session.json";

const count = z.int().min(0);
const recordSchema = z.strictObject({
  use: z.string(),
  model: z.string().nullable(),
  /** It becomes an argument of the program. */
  id: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{7,99}$/),
  /** What it has told of its usage in all its runs. */
  told: z.strictObject({
    model: z.string().nullable(),
    ...{ inputTokens: count, cachedInputTokens: count, outputTokens: count },
    usd: z.number().min(0).nullable(),
  }),
});

const nothing = { model: null, inputTokens: 0, cachedInputTokens: 0, outputTokens: 0, usd: null };

/** A conversation that nobody has begun. */
export const newSession = (): Session => ({ id: randomUUID(), resumes: false, before: nothing });

/** The conversation of this program that an earlier run left; a new one where there is none. */
export const sessionLeft = async (dir: string, { program }: ReadyProgram): Promise<Session> => {
  const left = await readJson(join(dir, sessionFile), recordSchema, "the session").catch(() => null);
  if (left?.use !== program.use || left.model !== (program.model ?? null)) return newSession();
  return { id: left.id, resumes: true, before: left.told };
};

interface Kept {
  readonly session: Session | null;
  readonly used: readonly ModelUsage[];
  /** What the program calls it, where it does not take our name. */
  readonly conversation: string | undefined;
}

/** Remembers the conversation for a run that goes on with it; `null` forgets the one before. */
export const keepSession = async (
  dir: string,
  { program }: ReadyProgram,
  { session, used, conversation }: Kept,
): Promise<void> => {
  const file = join(dir, sessionFile);
  if (session === null) return await rm(file, { force: true });
  const told = used.reduce(plus, session.before);
  const id = conversation ?? session.id;
  const record = recordSchema.safeParse({ use: program.use, model: program.model ?? null, id, told });
  if (record.success) await writeFile(file, JSON.stringify(record.data));
  else await rm(file, { force: true });
};

const plus = (one: ModelUsage, other: ModelUsage): ModelUsage => ({
  model: null,
  inputTokens: one.inputTokens + other.inputTokens,
  cachedInputTokens: one.cachedInputTokens + other.cachedInputTokens,
  outputTokens: one.outputTokens + other.outputTokens,
  usd: one.usd === null && other.usd === null ? null : (one.usd ?? 0) + (other.usd ?? 0),
});

/** Forgets the conversations of a todo's agent, with all that its programs left in their homes. */
export const forgetSession = async (dir: string): Promise<void> => {
  await rm(join(dir, sessionFile), { force: true });
  await removeFolder(join(dir, "agent", "home"));
};

/** Makes a folder anew, but for these folders below it, and only where no link leads to them. */
export const removeAllBut = async (dir: string, kept: readonly string[]): Promise<void> => {
  const aside = `${dir}.kept`;
  await removeFolder(aside);
  const found = [];
  for (const path of kept) if (await isPlain(dir, path)) found.push(path);
  for (const path of found) await moved(join(dir, path), join(aside, path));
  await removeFolder(dir);
  for (const path of found) await moved(join(aside, path), join(dir, path));
  await removeFolder(aside);
};

const moved = async (from: string, to: string): Promise<void> => {
  await mkdir(dirname(to), { recursive: true });
  await rename(from, to);
};

/** The program may have put links to other places into its home. */
const isPlain = async (dir: string, path: string): Promise<boolean> => {
  const parts = path.split("/");
  for (let depth = 1; depth <= parts.length; depth++) {
    const stats = await orNullIfMissing(lstat(join(dir, ...parts.slice(0, depth))));
    if (!stats?.isDirectory()) return false;
  }
  return true;
};

/** Whether a program's conversation is kept: in the home folder that the sandbox gives it, and nowhere else. */
export const isKept = (
  confine: ((needs: Needs) => Pick<ProgramRun, "sandbox">) | undefined,
  { program }: ReadyProgram,
  cwd: string,
): boolean => {
  if (!adapters[program.use].sessions || program.session === "fresh") return false;
  const needs = { role: "agent", cwd, dir: cwd, reads: [], hosts: [], config: [] } as const;
  return Boolean(confine?.(needs).sandbox);
};

/** Where the conversation that is gone on with is, from the folder of the run. */
export const foldersOf = ({ program }: ReadyProgram, session: Session | null): string[] =>
  session?.resumes ? (adapters[program.use].sessions ?? []).map((folder) => join("home", folder)) : [];

/** A conversation that is not there any more, or cannot be read, ends its run soon, before a model was asked. */
export const isUnanswered = ({ end, used, milliseconds }: { end: ProgramEnd } & Took): boolean =>
  !end.ok &&
  !end.interrupted &&
  end.trouble === null &&
  (milliseconds ?? 0) < soonMs &&
  used.every(({ inputTokens }) => inputTokens === 0);

const soonMs = 60_000;
