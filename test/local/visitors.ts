import { join } from "node:path";
import { visitorToken } from "../forge/visitor.ts";
import type { World } from "./world.ts";

/** Where a world's runs keep their forge. */
export const dataOf = (world: World): string => join(world.repo, ".milepost/forge");

/** A new token of somebody on a world's forge, while nothing serves it. */
export const tokenOf = (world: World, login: string): string => visitorToken(dataOf(world), login);
