import type { Plan } from "../core/plan/plan.ts";
import { conflictsWith } from "../git/facts/conflicts.ts";

import { isAncestor } from "../git/facts/facts.ts";
import { cleanMerge, commitOn, isSameChange, mergeCommit, rangeDiff } from "../git/facts/merge.ts";

import { mergerInOrder } from "../git/facts/merge-in-order.ts";

import { commitParts } from "../git/facts/parts.ts";
import { makeCoherent } from "../git/hand-off/coherent.ts";
import type { Publisher } from "../git/repositories/publisher.ts";
import type { Signer } from "../git/signing/signing.ts";
import { withSecrets } from "../secrets/facts.ts";
import type { PublisherPort } from "../steps/git-ports.ts";

/** Who signs by the plan, with a key of the environment; what signs and reads signatures is loaded only where it is needed. */
export const signerOf = async ({ signing }: Pick<Plan, "signing">): Promise<Signer | null> => {
  if (signing === "none") return null;
  const { openSigner } = await import("../git/signing/signing.ts");
  return await openSigner(signing, process.env);
};

/** The publisher as the steps see it: it makes commits coherent by the plan, and reads all that gates judge. */
export const trustedSide = (
  publisher: Publisher,
  { author, generated, signers, limits }: Plan,
  signer: Signer | null,
): PublisherPort & Pick<Publisher, "dir" | "headOf" | "note" | "noteAt" | "isAtForge"> => ({
  ...publisher,
  importBundle: (file, expected) =>
    publisher.importBundle(file, { ...expected, limits: { blobMegabytes: limits.blobMegabytes } }),
  makeCoherent: (wanted) => makeCoherent(publisher.git, { ...wanted, author, signer }),
  mergeInOrder: mergerInOrder(publisher.git),
  contains: (commit, other) => isAncestor(publisher.git, other, commit),
  merge: (wanted) => mergeCommit(publisher.git, { ...wanted, author }),
  parts: (wanted) => commitParts(publisher.git, author, wanted),
  cleanMerge: (head, into, on) => cleanMerge(publisher.git, { head, into, on }),
  commitOn: (wanted) => commitOn(publisher.git, { ...wanted, author }),
  isSameChange: (change, other) => isSameChange(publisher.git, change, other),
  rangeDiff: (change, other) => rangeDiff(publisher.git, change, other),
  conflictsWith: (base, head) => conflictsWith(publisher.git, base, head),
  facts: async (base, head) => {
    const facts = await withSecrets(publisher, { base, head }, { generated, commits: true, lines: true });
    const keys = [...signers, ...(signer ? [signer.publicKey] : [])];
    if (keys.length === 0) return facts;
    const { readSignatures } = await import("../git/signing/signatures.ts");
    return { ...facts, signatures: await readSignatures(publisher.git, { base, head }, keys) };
  },
});
