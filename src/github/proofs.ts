import { z } from "zod";
import { baseFaultSchema } from "../core/proof/fault.ts";
import type { Proof, ProofStore } from "../steps/ports.ts";
import { createRef } from "./branches.ts";
import { at, type GitHub, says } from "./client.ts";
import { commitSaying, saidBy } from "./text-commits.ts";

const failedSchema = z.object({ fault: baseFaultSchema, at: z.iso.datetime() });

/**
 * Proofs as refs, which cost one request to read and outlive every machine: one that passed points to a commit of the
 * tree, one that failed to a commit that says why.
 */
export const proofsOn = (github: GitHub): ProofStore => ({
  find: async (key) => {
    const { data: refs } = await github.octokit.rest.git.listMatchingRefs({
      ...at(github),
      ref: nameOf(key),
    });
    const named = (kind: Proof["kind"] | "flaky") =>
      refs.find(({ ref }) => ref === `refs/${nameOf(key)}/${kind}`);
    const passed = named("passed");
    if (passed)
      return { kind: "passed", commit: passed.object.sha, ...(named("flaky") ? { isFlaky: true } : {}) };
    const failed = named("failed");
    return failed ? await readFailed(github, failed.object.sha) : null;
  },
  refs: () => listRefs(github),
  keep: async (key, proof) => {
    const sha =
      proof.kind === "passed"
        ? proof.commit
        : await commitSaying(github, { fault: proof.fault, at: proof.at });
    const ref = `${nameOf(key)}/${proof.kind}`;
    try {
      await createRef(github, `refs/${ref}`, sha);
    } catch (error) {
      if (!says(error, "already exists")) throw error;
      if (proof.kind === "failed")
        await github.octokit.rest.git.updateRef({ ...at(github), ref, sha, force: true });
    }
  },
});

/** All in one answer: this list has no pages. */
const listRefs = async (github: GitHub): Promise<string[]> => {
  const { data } = await github.octokit.rest.git.listMatchingRefs({ ...at(github), ref: nameOf("") });
  return data.map(({ ref }) => ref);
};

const nameOf = (key: string): string => `milepost/proof/${key}`;

const readFailed = async (github: GitHub, sha: string): Promise<Proof | null> => {
  const read = failedSchema.safeParse(await saidBy(github, sha));
  return read.success ? { kind: "failed", ...read.data } : null;
};
