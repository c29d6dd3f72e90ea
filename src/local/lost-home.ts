import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { count } from "../core/count.ts";
import { MilepostError } from "../core/error.ts";
import { commonDirOf } from "../git/common-dir.ts";
import { gitAt } from "../git/git.ts";
import type { UserRepository } from "../git/repositories/repository.ts";
import type { Home } from "./home.ts";

/*
 * The home lies in the work tree, where `git clean` and people remove it. That there was one is remembered in the folder
 * that all work trees share, which they leave alone.
 */

const schema = z.object({
  /** Ids of the plans that have run on the home's forge. */ plans: z.array(z.string()),
});

const fileIn = (gitDir: string): string => join(commonDirOf(gitDir), "milepost.json");

type Place = Pick<UserRepository, "gitDir">;

const plansOf = async ({ gitDir }: Place): Promise<readonly string[]> => {
  const text = await readFile(fileIn(gitDir), "utf8").catch(() => "{}");
  try {
    return schema.safeParse(JSON.parse(text)).data?.plans ?? [];
  } catch {
    return [];
  }
};

/** Remembers that a plan runs on the home's forge. */
export const rememberHome = async (place: Place, plan: string): Promise<void> => {
  const plans = await plansOf(place);
  if (plans.includes(plan)) return;
  await writeFile(fileIn(place.gitDir), `${JSON.stringify({ plans: [...plans, plan] })}\n`);
};

/** Takes it that what was there is lost, and that all begins anew. */
export const forgetHome = async ({ gitDir }: Place): Promise<void> => {
  await writeFile(fileIn(gitDir), `${JSON.stringify({ plans: [] })}\n`);
};

/** What is lost, in words, where plans have run here and their forge is gone; `null` where nothing is. */
export const lossOfHome = async (place: Place, home: Pick<Home, "dir" | "forge">): Promise<string | null> => {
  if (existsSync(join(home.forge, "forge.sqlite"))) return null;
  const plans = await plansOf(place);
  if (plans.length === 0) return null;
  const { stdout } = await gitAt(place.gitDir)([
    "for-each-ref",
    "--format=%(refname)",
    "refs/remotes/milepost",
  ]);
  const kept = stdout.split("\n").filter((line) => line !== "").length;
  return `${home.dir} is gone, and with it the issues, pull requests and unapproved work of ${plans.join(", ")}; ${count(kept, "approved branch", "approved branches")} and bases are still here, as milepost/*`;
};

/** The same as an error, for who only reads. */
export const homeIsLost = (loss: string): MilepostError =>
  new MilepostError(loss, {
    hint: "put it back from a backup, or begin anew, which spends anew: milepost run <plan> --anew",
  });
