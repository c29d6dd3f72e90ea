import { MilepostError } from "../core/error.ts";
import type { ForgeKind } from "../local/home.ts";

/**
 * Reads `--forge`.
 *
 * @throws {MilepostError} when there is none of that name.
 */
export const forgeKindOf = (forge: string): ForgeKind => {
  if (forge === "local" || forge === "github") return forge;
  throw new MilepostError(`there is no forge ${JSON.stringify(forge)}`, {
    hint: "give --forge local or github",
  });
};
