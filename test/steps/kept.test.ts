import type { Entry } from "../../src/core/lane/handoff.ts";
import { PushRefused } from "../../src/core/push-refused.ts";
import { isSetUpMistake } from "../../src/github/explain.ts";
import { keep, refuse } from "../../src/steps/published.ts";
import { planWith, sha } from "../core/scene.ts";
import { read } from "../gates/builders.ts";

const plan = planWith({ a: [{}] });
const entry = {
  ...{ kind: "work", plan: "p", body: "a", todo: "a-0", order: "00a", granted: [], allowed: [] },
  ...{ start: sha("1"), head: sha("1"), baseSha: sha("0"), claim: sha("c") },
} as unknown as Entry;
const refusal = new PushRefused(
  "the forge refused to move refs/milepost/wip/00a/c: refusing to allow a GitHub App to create or update workflow `.github/workflows/x.yml` without `workflows` permission",
);
const failed = {
  ...{ kind: "failed", name: "scope", message: ".github/workflows/x.yml is not the body's" },
  evidence: { of: "nothing" },
} as const;

/** What a forge says to a push of work that is kept. */
const portsOf = (push: () => Promise<void>) =>
  ({ plan, publisher: { facts: async () => read(), push }, progress: () => undefined }) as never;
const takes = async () => undefined;
const declines = () => Promise.reject(refusal);

test("what gates said of work that the forge takes nowhere still reaches its agent, with why it begins anew", async () => {
  const work = { head: sha("2"), work: sha("2"), gates: [failed] as never };
  const proposal = await refuse(entry, work, portsOf(declines));
  expect(proposal).toMatchObject({
    ...{ kind: "refused", work: sha("2"), head: entry.head },
    gates: [
      { name: "scope", message: failed.message },
      {
        name: "hand-off",
        kind: "failed",
        message: expect.stringContaining("without `workflows` permission"),
      },
    ],
  });
  expect(await refuse(entry, work, portsOf(takes))).toMatchObject({
    ...{ head: sha("2"), gates: [{ name: "scope" }] },
  });
});

test("work that is not done and cannot be kept ends no step; a forge that is away does", async () => {
  expect(await keep(entry, sha("2"), portsOf(declines))).toMatchObject({ kind: "refused" });
  const lost = () => Promise.reject(new Error("could not resolve host"));
  await expect(keep(entry, sha("2"), portsOf(lost))).rejects.toThrow("resolve host");
});

test("finished work that a right is missing for is a mistake of the set-up, and no attempt", () => {
  expect(isSetUpMistake(refusal)).toBe(true);
  expect(isSetUpMistake(new PushRefused("the forge refused to move x: too large"))).toBe(false);
});
