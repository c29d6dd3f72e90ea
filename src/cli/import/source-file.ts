import { readFile } from "node:fs/promises";
import { buffer } from "node:stream/consumers";
import { MilepostError } from "../../core/error.ts";
import { isPlanText } from "../../core/import/plan-text.ts";
import { decodePlan, largestPlan } from "../../core/plan/read/decode.ts";
import { PlanError } from "../../local/plan-file.ts";

/** Bytes that a source may have: what trackers export is larger than a plan. */
const largestSource = 8 * largestPlan;

/**
 * The text of a source; `-` is standard input.
 *
 * @throws {MilepostError} when it cannot be read, or is a plan already.
 */
export const readSource = async (file: string): Promise<string> => {
  const bytes = await (file === "-" ? buffer(process.stdin) : readFile(file)).catch((cause: unknown) => {
    throw unreadable(file, cause);
  });
  const decoded = decodePlan(bytes, file, largestSource);
  if (!decoded.ok) throw new PlanError(decoded.problems, []);
  if (isPlanText(decoded.text)) {
    throw new MilepostError(`${file === "-" ? "this" : file} is a plan already`, {
      hint: `check it: milepost validate ${file === "-" ? "<file>" : file}`,
    });
  }
  return decoded.text;
};

/** @throws {MilepostError} when a file is called JSON and is none; the cause says where it breaks off. */
export const refuseBrokenJson = (text: string, file: string): void => {
  if (!file.endsWith(".json")) return;
  try {
    JSON.parse(text);
  } catch (cause) {
    throw new MilepostError(`${file} is no JSON`, {
      hint: "mend it there, or export it again: it may have been cut off",
      cause,
    });
  }
};

const unreadable = (file: string, cause: unknown): MilepostError => {
  switch (cause instanceof Error && "code" in cause ? cause.code : "") {
    case "EISDIR":
      return new MilepostError(`${file} is a folder, not a backlog`, { hint: "name a file in it" });
    case "ENOENT":
      return new MilepostError(`there is no file ${file}`, { hint: "check its path", cause });
    default:
      return new MilepostError(`${file} cannot be read`, { hint: "check its path and permissions", cause });
  }
};
