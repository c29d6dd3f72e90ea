import type { ChangeOf } from "../../src/core/decide/change.ts";
import { LeaseError, PushRefused } from "../../src/core/push-refused.ts";
import { mergeRewritten } from "../../src/steps/rewrite.ts";
import { planWith, sha } from "../core/scene.ts";

const [base, head, tree, made] = [sha("1"), sha("2"), sha("3"), sha("4")];
const declined = { declined: "This branch can't be rebased", isReplay: true } as const;

/** What is asked of the forge, in order, and what comes of it. */
const rewritten = async (so: { push?: Error; proved?: string; conflicts?: boolean; signing?: "gpg" }) => {
  const asked: string[] = [];
  const change = {
    ...{ pull: 7, head, how: { tree: so.proved ?? tree, title: "A (#7)", signOff: "A <a@example.com>" } },
    conflict: { issue: { record: { branch: "t/00a-a" } } },
  } as unknown as ChangeOf<"merge">;
  const rewriter = {
    fetch: async () => undefined,
    mergeInOrder: async () => ({
      prefixes: [{ commit: base, tree: sha("5") }, ...(so.conflicts ? [] : [{ commit: made, tree }])],
      conflict: null,
    }),
    commitOn: async (wanted: { base: string; tree: string }) => {
      asked.push(`commit ${wanted.tree} on ${wanted.base}`);
      return made;
    },
    push: async (pushed: string, branch: string, { expect: at }: { expect: string | null }) => {
      if (so.push) throw so.push;
      asked.push(`push ${pushed} to ${branch} at ${at}`);
    },
  };
  const forge = {
    getBranch: async () => ({ sha: base }),
    mergePull: async (_: number, merged: string) => {
      asked.push(`merge ${merged}`);
      return "merged" as const;
    },
  };
  const plan = planWith({ a: [{}] }, so.signing ? { signing: so.signing } : {});
  const ports = { forge, rewriter, plan } as unknown as Parameters<typeof mergeRewritten>[0];
  return { outcome: await mergeRewritten(ports, change, declined), asked };
};

test("a branch that cannot be replayed becomes one commit of the proved tree on the base, with a lease", async () => {
  expect(await rewritten({})).toEqual({
    outcome: "merged",
    asked: [`commit ${tree} on ${base}`, `push ${made} to t/00a-a at ${head}`, `merge ${made}`],
  });
});

test.each<[string, Parameters<typeof rewritten>[0], unknown]>([
  ["somebody has pushed to it meanwhile", { push: new LeaseError("it is no longer there") }, "moved"],
  [
    "the forge takes no such push",
    { push: new PushRefused("Cannot force-push to this branch") },
    { declined: "This branch can't be rebased, and Cannot force-push to this branch" },
  ],
  ["another tree was proved", { proved: sha("9") }, "drifted"],
  ["it conflicts with the base", { conflicts: true }, "conflict"],
  [
    "it would have to be signed",
    { signing: "gpg" },
    { declined: "This branch can't be rebased, and one made anew would not be signed" },
  ],
])("it is not merged where %s, and the look goes on", async (_, so, outcome) => {
  const found = await rewritten(so);
  expect(found.outcome).toEqual(outcome);
  expect(found.asked.filter((one) => !one.startsWith("commit"))).toEqual([]);
});
