import { planFileSchema } from "../../src/core/plan/schema.ts";
import type { Facts, FileChange, GateRules } from "../../src/gates/gate.ts";
import type { GateResult } from "../../src/gates/result.ts";

/** A changed file by what a test needs of it. */
export const file = (path: string, more: Partial<FileChange> = {}): FileChange => ({
  path,
  from: null,
  added: 0,
  deleted: 0,
  binary: false,
  ...more,
});

export const change = (...files: FileChange[]): Facts => ({
  head: "a".repeat(40),
  files,
});

/** A change of which all is read that git tells, and that holds nothing wrong. */
export const read = (...files: FileChange[]): Facts => ({
  ...change(...files),
  ...{ commits: [], changed: [], signatures: [], secrets: { findings: [], unscanned: [] } },
});

const { limits } = planFileSchema.parse({ version: 1, plan: "p", title: "P", bodies: [{ body: "b" }] });

export const rules = (more: Partial<GateRules> = {}): GateRules => ({
  limits,
  generated: [],
  protected: [],
  owns: null,
  granted: [],
  allowed: [],
  verify: [],
  coverage: null,
  signing: "none",
  ...more,
});

/** A gate's result whose message says all. */
export const told = <Kind extends GateResult["kind"]>(kind: Kind, name: string, message = "") => ({
  kind,
  name,
  message,
  evidence: { of: "nothing" as const },
});

/** A lock file of npm with so many lines. */
export const lockFile = (count: number): string => {
  const head = ["{", '"name": "shop",', '"lockfileVersion": 3,', '"packages": {'];
  const middle = Array.from({ length: count - head.length - 3 }, (_, at) => `"node_modules/p${at}": {},`);
  return [...head, ...middle, '"": {}', "}", "}", ""].join("\n");
};
