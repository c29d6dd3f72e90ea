import type { SeenCheck } from "../../src/core/ci/seen.ts";
import { newPassedHeads } from "../../src/github/ci/passed-heads.ts";
import type { QueuedHead } from "../../src/steps/ci.ts";
import { sha } from "../core/scene.ts";

const check = (standing: SeenCheck["standing"]): SeenCheck => ({
  ...{ name: "test", standing, required: true, since: null, job: null, said: "" },
});
const passing: QueuedHead = {
  ...{
    head: sha("1"),
    at: new Date(0).toISOString(),
    checks: [check("passed")],
    runs: null,
    isQueued: false,
  },
};

interface Look {
  readonly at?: Partial<QueuedHead>;
  readonly runsOnBase?: boolean;
  readonly seconds?: number;
  readonly head?: string;
}

test.each<[string, Look, boolean]>([
  ["all of its checks passed", {}, true],
  ["that was half a minute ago", { seconds: 30 }, false],
  ["its pull request has another head", { head: sha("2") }, false],
  ["a check is pending", { at: { checks: [check("passed"), check("pending")] } }, false],
  ["a check failed", { at: { checks: [check("failed")] } }, false],
  ["it is in a merge queue", { at: { isQueued: true } }, false],
  ["nothing runs there, nor at its base", { at: { checks: [], runs: [] } }, true],
  ["nothing runs there yet", { at: { checks: [], runs: [] }, runsOnBase: true }, false],
  ["nobody asked what runs there", { at: { checks: [] } }, false],
])("a head is known to have passed where %s: only then", (_, look, expected) => {
  let seconds = 0;
  const passed = newPassedHeads(() => new Date(seconds * 1000));
  passed.note({ heads: new Map([[1, { ...passing, ...look.at }]]), runsOnBase: look.runsOnBase ?? false });
  seconds = look.seconds ?? 29;
  const known = passed.known({ number: 1, head: look.head ?? passing.head });
  expect(known !== null).toBe(expected);
});
