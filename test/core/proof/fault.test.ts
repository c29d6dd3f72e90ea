import type { Plan } from "../../../src/core/plan/plan.ts";
import { type BaseFault, baseFaultText } from "../../../src/core/proof/fault.ts";
import { type ProofMachine, proofKey, proofKeys } from "../../../src/core/proof/key.ts";
import { planWith } from "../scene.ts";

const agent = { use: "command", command: ["./agent.sh"], network: ["a.example"] };
const plan = planWith({ a: [{}] }, { setup: ["npm ci"], verify: ["npm test"], agent });

test.each<[BaseFault, RegExp]>([
  [
    {
      stage: "setup",
      command: "npm ci",
      lack: { kind: "hosts", hosts: ["packages.example"] },
      how: "exit code 1",
    },
    /`setup` fails at `npm ci`, which the sandbox kept from packages\.example; add that host to `network` under `agent` \(\S+:\d+\): `network: \[a\.example, packages\.example\]`/,
  ],
  [
    { stage: "verify", command: "npm test", lack: { kind: "program", name: "npm" }, how: "exit code 127" },
    /`npm test`: there is no program npm; install it on this machine, or name another in the plan's `verify`/,
  ],
  [
    { stage: "verify", command: "npm test", lack: null, how: "exit code 1; its output ends:\n3 failed" },
    /`verify` fails at `npm test`; mend the base or the plan.*`checkBase: false`\n.*exit code 1.*\n3 failed$/,
  ],
  [
    { stage: "coverage", command: "lcov.info", lack: null, how: "lcov.info is not there" },
    /passes and leaves no coverage report at `lcov\.info`; correct `coverage\.report`/,
  ],
])("a base that fails says that nothing was paid, and what to do: %#", (fault, said) => {
  const text = baseFaultText(fault, plan);
  expect(text).toMatch(/^nothing was started, and nothing was paid: on the base `main`/);
  expect(text).toMatch(said);
});

test.each<[string, string, Plan, ProofMachine]>([
  ["another tree", "b", plan, "laptop"],
  ["other commands", "a", { ...plan, verify: ["npm run all"] }, "laptop"],
  ["other hosts", "a", { ...plan, agents: [] }, "laptop"],
  ["another kind of machine", "a", plan, "runner"],
])("what was proved of one tree is no proof of %s", (_, tree, other, machine) => {
  const known = proofKey("a", plan, { machine: "laptop" });
  expect(proofKey(tree, other, { machine })).not.toBe(known);
  expect(proofKey("a", { ...plan, bodies: [...plan.bodies] }, { machine: "laptop" })).toBe(known);
});

test("that a change is covered is proved on the tree that it was made on; that commands pass on any", () => {
  const covered = { ...plan, coverage: { reports: ["lcov.info"], code: [] } };
  const [on, other] = ["b", "c"].map((base) => ({ machine: "laptop", base }) as const);
  if (!on || !other) throw new Error("two bases");
  expect(proofKey("a", covered, on)).not.toBe(proofKey("a", covered, other));
  expect(proofKey("a", plan, on)).toBe(proofKey("a", plan, other));
  expect(proofKeys("a", covered, on)).toEqual([
    proofKey("a", covered, on),
    proofKey("a", covered, { machine: "laptop" }),
  ]);
  const stricter = { ...covered, limits: { ...plan.limits, coverage: 99 } };
  expect(proofKey("a", stricter, on)).not.toBe(proofKey("a", covered, on));
});
