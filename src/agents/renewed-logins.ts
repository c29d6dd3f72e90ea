import { randomUUID } from "node:crypto";
import { open, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { errorCode } from "../git/files.ts";
import { readLogin } from "./logins.ts";

/**
 * Brings back logins that a program renewed in the copies which it was given: a server that gives a new token takes the
 * old one for stolen from then on. Written is what has the same entries and a later end, and nothing else of a copy;
 * one run after another, and never over what the person's own program has renewed meanwhile.
 */
export const bringBack = async (
  paths: readonly string[],
  { from, to }: { from: string; to: string },
): Promise<void> => {
  for (const path of paths) {
    const [copy, own] = [join(from, path), join(to, path)];
    if (!(await isNewer(copy, own))) continue;
    const lock = `${own}.milepost`;
    if (!(await take(lock))) continue;
    try {
      if (await isNewer(copy, own)) await replace(own, await readFile(copy, "utf8"));
    } finally {
      await rm(lock, { force: true });
    }
  }
};

const isNewer = async (copy: string, own: string): Promise<boolean> => {
  const [theirs, ours] = await Promise.all([textOf(copy), textOf(own)]);
  if (theirs === null || ours === null || theirs === ours || shapeOf(theirs) !== shapeOf(ours)) return false;
  const [renewed, known] = [readLogin(copy, theirs), readLogin(own, ours)];
  return (renewed?.ends?.getTime() ?? 0) > (known?.ends?.getTime() ?? 0);
};

/** The names of all its entries with the kinds of their values, and the values of what no renewal changes; empty when it is no JSON. */
const shapeOf = (text: string): string => {
  const shape = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(shape);
    if (typeof value !== "object" || value === null) return typeof value;
    const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return entries.map(([name, each]) => [name, isFixed(name) ? each : shape(each)]);
  };
  try {
    return JSON.stringify(shape(JSON.parse(text)));
  } catch {
    return "";
  }
};

const isFixed = (name: string): boolean =>
  /account|organi[sz]ation|user|email|client|type|scope|mode/i.test(name);

const replace = async (file: string, text: string): Promise<void> => {
  const { mode } = await stat(file);
  const draft = `${file}.${randomUUID()}`;
  await writeFile(draft, text, { mode, flag: "wx" });
  await rename(draft, file);
};

/** Milliseconds after which a lock is one that a killed run left. */
const staleMs = 10_000;

const take = async (lock: string): Promise<boolean> => {
  for (let tries = 0; tries < 100; tries++) {
    try {
      await (await open(lock, "wx", 0o600)).close();
      return true;
    } catch (error) {
      if (errorCode(error) !== "EEXIST") return false;
    }
    const held = await stat(lock).catch(() => null);
    if (held && Date.now() - held.mtimeMs > staleMs) await rm(lock, { force: true });
    await sleep(20);
  }
  return false;
};

const largest = 1024 * 1024;

const textOf = async (file: string): Promise<string | null> => {
  const stats = await stat(file).catch(() => null);
  if (!stats?.isFile() || stats.size > largest) return null;
  return await readFile(file, "utf8").catch(() => null);
};
