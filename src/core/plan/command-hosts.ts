import type { Plan } from "./plan.ts";

/** What `setup` and `verify` reach: what the plan's agents may, and not what a login opens. */
export const hostsOfCommands = (plan: Pick<Plan, "agents" | "bodies">): string[] => [
  ...new Set([plan, ...plan.bodies].flatMap(({ agents }) => agents.flatMap(({ network }) => network))),
];
