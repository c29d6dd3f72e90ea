import type { Plan } from "../plan/plan.ts";

/** Whether the plan has commands that must pass on its base. */
export const wantsBaseCheck = ({ checkBase, setup, verify }: Plan): boolean =>
  checkBase && setup.length + verify.length > 0;
