import { Octokit } from "@octokit/rest";
import type { As, World } from "./world.ts";

const silent = () => undefined;

/** A stock Octokit that speaks for an identity; refusals are the tests' business and are not printed. */
export const clientOf = (world: World, as: As): Octokit =>
  new Octokit({
    baseUrl: world.forge.url,
    auth: world.token(as),
    log: { debug: silent, info: silent, warn: silent, error: silent },
  });
