import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { MilepostError } from "../core/error.ts";
import { replaceFile } from "../git/files.ts";
import type { Home } from "./home.ts";

const schema = z.record(z.string(), z.string());

const fileIn = ({ dir }: Pick<Home, "dir">): string => join(dir, "published.json");

/** Where each plan of this machine was published, as `owner/name`, by its id. */
const readPublished = async (home: Pick<Home, "dir">): Promise<Readonly<Record<string, string>>> => {
  const text = await readFile(fileIn(home), "utf8").catch(() => "{}");
  return schema.parse(JSON.parse(text));
};

/** Remembers that a plan is published, or, with `null`, that it goes on here. */
export const notePublished = async (
  home: Pick<Home, "dir">,
  plan: string,
  where: string | null,
): Promise<void> => {
  const { [plan]: _, ...others } = await readPublished(home);
  const all = where === null ? others : { ...others, [plan]: where };
  replaceFile(fileIn(home), `${JSON.stringify(all, null, 2)}\n`);
};

/** @throws {MilepostError} when the plan goes on elsewhere: two truths of one plan would drift apart. */
export const refusePublished = async (home: Pick<Home, "dir">, plan: string, file: string): Promise<void> => {
  const where = (await readPublished(home))[plan];
  if (where === undefined) return;
  throw new MilepostError(`the plan ${plan} is published on ${where}: what is here is only read`, {
    hint: `go on there: milepost run ${file} --forge github; or take it back: milepost publish ${file} --take-back`,
  });
};
