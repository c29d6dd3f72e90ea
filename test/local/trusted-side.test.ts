import { join } from "node:path";
import { allPass } from "../../src/core/gate-outcome.ts";
import { gateRules } from "../../src/core/lane/assignment.ts";
import { runGates } from "../../src/gates/list.ts";
import { bundle } from "../../src/git/hand-off/handoff-bundle.ts";
import { openSigner } from "../../src/git/signing/signing.ts";
import { makeThrowawayKey } from "../../src/git/signing/throwaway-key.ts";
import { commitLeftovers } from "../../src/git/worktrees/leftovers.ts";
import { prepareWorktree } from "../../src/git/worktrees/worktree.ts";
import { trustedSide } from "../../src/local/trusted-side.ts";
import { planWith } from "../core/scene.ts";
import { needing } from "../git/programs.ts";
import { type Linked, linked, write } from "../git/scene.ts";

const ada = { name: "Ada", email: "ada@example.com" };

/** A worktree of the hub with one commit in it, bundled. */
const handedOver = async ({ hub, dir, main }: Linked, files: Record<string, string>) => {
  const tree = await prepareWorktree(hub, { path: join(dir, "tree"), branch: "work", start: main });
  await write(tree.path, files);
  const head = await commitLeftovers(tree, { author: ada, message: "Work" });
  const file = join(dir, "change.bundle");
  await bundle(tree, head, file);
  return { file, head };
};

test("the largest file is as large as the plan says", async () => {
  await using at = await linked();
  const { file, head } = await handedOver(at, { large: "x".repeat(1.5 * 1024 * 1024) });
  const of = (blobMegabytes: number) => planWith({ a: [{}] }, { limits: { blobMegabytes } });
  const expected = { start: at.main, published: [] };
  await expect(trustedSide(at.publisher, of(1), null).importBundle(file, expected)).rejects.toThrow(/large/);
  expect(await trustedSide(at.publisher, of(2), null).importBundle(file, expected)).toBe(head);
});

needing("ssh-keygen")("a plan that does not sign holds people to the keys that it names", async () => {
  await using at = await linked();
  await using signer = await openSigner("ssh", await makeThrowawayKey("ssh", ada));
  const plan = planWith(
    { a: [{}] },
    { signers: [signer.publicKey], author: { name: "Bot", email: "bot@example.com" } },
  );
  const { file } = await handedOver(at, { a: "1" });
  const trusted = trustedSide(at.publisher, plan, null);
  const head = await trusted.importBundle(file, { start: at.main, published: [] });
  const judged = async (sha: string) =>
    runGates(await trusted.facts(at.main, sha), gateRules(plan, { owns: null }), ["signature"]);
  expect(await judged(head)).toMatchObject([
    { kind: "failed", message: expect.stringContaining("is not signed") },
  ]);
  const own = await trusted.makeCoherent({ start: at.main, head, published: [], pushed: null });
  expect(allPass(await judged(own.head))).toBe(true);
  const signing = trustedSide(at.publisher, plan, signer);
  const wanted = { start: at.main, head, published: [], pushed: null };
  expect(await judged((await signing.makeCoherent(wanted)).head)).toMatchObject([{ kind: "passed" }]);
});
