import { spawnSync } from "node:child_process";

/** Whether nektos/act can be run here. */
export const hasAct = spawnSync("act", ["--version"]).status === 0;

/** Describes tests that need act, or says that they are skipped. */
export const describeWithAct = hasAct
  ? describe
  : (name: string, _tests: () => void) => describe.skip(`${name} (skipped: needs act)`, _tests);
