import { z } from "zod";
import { isBelieved } from "../core/proof/believed.ts";
import { landingFailureSchema } from "../core/proof/landing.ts";
import type { LandingFailures } from "../steps/landing.ts";
import { createRef } from "./branches.ts";
import { at, type GitHub, says } from "./client.ts";
import { commitSaying, saidBy } from "./text-commits.ts";

const keptSchema = z.object({ failed: landingFailureSchema, at: z.iso.datetime() });

/** What a plan's landings failed by, as refs to commits that say so: every machine finds them. */
export const landingFailuresOn = (github: GitHub, plan: string, now: () => Date): LandingFailures => {
  const folder = `milepost/landing/${plan}/`;
  const matching = async (key: string) =>
    (await github.octokit.rest.git.listMatchingRefs({ ...at(github), ref: `${folder}${key}` })).data;
  return {
    find: async (key, retriedAt) => {
      const found = (await matching(key)).find(({ ref }) => ref === `refs/${folder}${key}`);
      if (!found) return null;
      const read = keptSchema.safeParse(await saidBy(github, found.object.sha));
      if (!read.success) return null;
      const { failed, at: when } = read.data;
      return isBelieved({ fault: failed.fault, at: when }, { retriedAt, now: now() }) ? failed : null;
    },
    keep: async (key, failed) => {
      const sha = await commitSaying(github, { failed, at: now().toISOString() });
      const ref = `${folder}${key}`;
      try {
        await createRef(github, `refs/${ref}`, sha);
      } catch (error) {
        if (!says(error, "already exists")) throw error;
        await github.octokit.rest.git.updateRef({ ...at(github), ref, sha, force: true });
      }
    },
    refs: async () => (await matching("")).map(({ ref }) => ref),
  };
};
