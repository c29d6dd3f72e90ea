import type { Plan } from "../core/plan/plan.ts";
import { conflictsWith } from "../git/facts/conflicts.ts";
import { makeCoherent } from "../git/hand-off/coherent.ts";
import type { Publisher as PublisherRepository } from "../git/repositories/publisher.ts";
import { readSignatures } from "../git/signing/signatures.ts";
import type { Signer } from "../git/signing/signing.ts";
import { withSecrets } from "../secrets/facts.ts";
import type { Publisher } from "../steps/ports.ts";

/** The publisher as the steps see it: it makes commits coherent by the plan, and reads all that gates judge. */
export const trustedSide = (
  publisher: PublisherRepository,
  { author, generated, signers, limits }: Plan,
  signer: Signer | null,
): Publisher & Pick<PublisherRepository, "dir"> => ({
  ...publisher,
  importBundle: (file, expected) =>
    publisher.importBundle(file, { ...expected, limits: { blobMegabytes: limits.blobMegabytes } }),
  makeCoherent: (wanted) => makeCoherent(publisher.git, { ...wanted, author, signer }),
  conflictsWith: (base, head) => conflictsWith(publisher.git, base, head),
  facts: async (base, head) => {
    const facts = await withSecrets(publisher, { base, head }, { generated, commits: true, lines: true });
    const keys = [...signers, ...(signer ? [signer.publicKey] : [])];
    if (keys.length === 0) return facts;
    return { ...facts, signatures: await readSignatures(publisher.git, { base, head }, keys) };
  },
});
