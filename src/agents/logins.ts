import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Adapter } from "./adapters/adapter.ts";

/** A login that a program keeps in a file. */
export interface Login {
  readonly file: string;
  /** Tokens and keys in it, which nobody may be shown. */
  readonly secrets: readonly string[];
  /** When it ends, where it says so. */
  readonly ends: Date | null;
  /** Whether the program can renew it by itself. */
  readonly renews: boolean;
}

/** The logins of a program below a home folder; those that hold no key are none. */
export const loginsOf = ({ logins }: Pick<Adapter, "logins">, home: string): Login[] =>
  Object.keys(logins).flatMap((path) => loginIn(join(home, path)) ?? []);

/** The login that a file holds. */
export const loginIn = (file: string): Login | null => {
  const text = textOf(file);
  return text === null ? null : readLogin(file, text);
};

/** What a login's file tells; `null` where it holds no key. */
export const readLogin = (file: string, text: string): Login | null => {
  const entries = entriesOf(text);
  const secrets = entries.flatMap(({ value }) => (isSecret(value) ? [value] : []));
  if (secrets.length === 0) return null;
  const ends = entries.flatMap(endOf);
  return {
    file,
    secrets,
    ends: ends.length === 0 ? null : new Date(Math.max(...ends)),
    renews: entries.some(({ name, value }) => /refresh/i.test(name) && isSecret(value)),
  };
};

/** Whether a login has ended by then, and nothing renews it. */
export const hasEnded = ({ ends, renews }: Login, by: Date): boolean =>
  ends !== null && !renews && ends.getTime() <= by.getTime();

/** Whether it ends within so many minutes, so that a program that runs as long would have to renew it. */
export const endsWithin = ({ ends }: Login, minutes: number, now = new Date()): boolean =>
  ends !== null && ends.getTime() <= now.getTime() + minutes * 60_000;

interface LoginEntry {
  readonly name: string;
  readonly value: string | number;
}

const entriesOf = (text: string): LoginEntry[] => {
  try {
    return leaves("", JSON.parse(text));
  } catch {
    // YAML, of which only lines of one value each are looked at.
    return [...text.matchAll(/^[\s-]*([\w-]+)\s*[:=]\s*["']?([^"'\s#]+)/gm)].map(
      ([, name = "", value = ""]) => ({
        name,
        value: value.replace(/^\w+=/, ""),
      }),
    );
  }
};

const leaves = (name: string, value: unknown): LoginEntry[] => {
  if (typeof value === "string" || typeof value === "number") return [{ name, value }];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([inner, each]) => leaves(inner, each));
};

/** Shorter ones are names; a key has no spaces, is no address and no date. */
const isSecret = (value: string | number): value is string =>
  typeof value === "string" && /^[\w.~+/=:|-]{20,}$/.test(value) && !/^https?:|^\d{4}-\d\d-\d\dT/.test(value);

/** By a time of the file's, in milliseconds or seconds, or by what a token (RFC 7519) says of itself. */
const endOf = ({ name, value }: LoginEntry): number[] => {
  if (typeof value === "number")
    return /^exp/i.test(name) && value > 0 ? [value < 1e11 ? value * 1000 : value] : [];
  if (!/^access/i.test(name)) return [];
  try {
    const { exp } = JSON.parse(Buffer.from(value.split(".")[1] ?? "", "base64url").toString("utf8"));
    return typeof exp === "number" ? [exp * 1000] : [];
  } catch {
    return [];
  }
};

const largest = 1024 * 1024;

const textOf = (file: string): string | null => {
  try {
    return statSync(file).size <= largest ? readFileSync(file, "utf8") : null;
  } catch {
    return null;
  }
};
