import type { startForge as Published } from "../../types/forge.d.ts";
import { startForge as start } from "../forge/server.ts";

/** The local forge, as `milepost/forge` offers it. */
export const startForge: typeof Published = start;
