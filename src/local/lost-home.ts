import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { count } from "../core/count.ts";
import { MilepostError } from "../core/error.ts";
import { commonDirOf } from "../git/common-dir.ts";
import { replaceFile } from "../git/files.ts";
import { gitAt } from "../git/git.ts";
import type { UserRepository } from "../git/repositories/repository.ts";
import type { Home } from "./home.ts";

/*
 * The home lies in the work tree, where `git clean` and people remove it. That there was one is remembered in the folder
 * that all work trees share, which they leave alone.
 */

const schema = z.object({
  /** Ids of the plans that have run on the home's forge. */
  plans: z.array(z.string()).default([]),
  /** Ids of those whose forge was lost, and of which nobody has said that they begin anew. */
  lost: z.array(z.string()).default([]),
});
type Memory = z.output<typeof schema>;

const fileIn = (gitDir: string): string => join(commonDirOf(gitDir), "milepost.json");

type Place = Pick<UserRepository, "gitDir">;
type Lying = Pick<Home, "dir" | "forge">;

const recall = async ({ gitDir }: Place): Promise<Memory> => {
  const text = await readFile(fileIn(gitDir), "utf8").catch(() => "{}");
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    return { plans: [], lost: [] };
  }
};

const remember = ({ gitDir }: Place, memory: Memory): void =>
  replaceFile(fileIn(gitDir), `${JSON.stringify(memory)}\n`);

/** Remembers that a plan runs on the home's forge. */
export const rememberHome = async (place: Place, plan: string): Promise<void> => {
  const { plans, lost } = await recall(place);
  if (!plans.includes(plan)) remember(place, { plans: [...plans, plan], lost });
};

const isThere = ({ forge }: Lying): boolean => existsSync(join(forge, "forge.sqlite"));

/** Takes it that what was there of a plan is lost, and that it begins anew; others are still missed. */
export const beginAnew = async (place: Place, home: Lying, plan: string): Promise<void> => {
  const { plans, lost } = await recall(place);
  const missed = new Set([...lost, ...(isThere(home) ? [] : plans)]);
  missed.delete(plan);
  remember(place, { plans: isThere(home) ? plans : [], lost: [...missed] });
};

/** What is lost of a plan, or of all, in words, where it has run here and its forge is gone; `null` where nothing is. */
export const lossOfHome = async (place: Place, home: Lying, plan: string | null): Promise<string | null> => {
  const { plans, lost } = await recall(place);
  const missed = isThere(home) ? lost.filter((one) => one === plan) : [...new Set([...lost, ...plans])];
  if (missed.length === 0) return null;
  const { stdout } = await gitAt(place.gitDir)([
    "for-each-ref",
    "--format=%(refname)",
    "refs/remotes/milepost",
  ]);
  const kept = stdout.split("\n").filter((line) => line !== "").length;
  const gone = isThere(home) ? `an earlier ${home.dir} is gone` : `${home.dir} is gone`;
  return `${gone}, and with it the issues, pull requests and unapproved work of ${missed.join(", ")}; ${count(kept, "approved branch", "approved branches")} and bases are still here, as milepost/*`;
};

/** The same as an error, for who only reads. */
export const homeIsLost = (loss: string): MilepostError =>
  new MilepostError(loss, {
    hint: "put it back from a backup, or begin anew, which spends anew: milepost run <plan> --anew",
  });
