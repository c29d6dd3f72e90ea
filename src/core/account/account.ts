import type { Entry } from "../lane/handoff.ts";
import { oncePer } from "../once.ts";
import { agentsOf, type Plan } from "../plan/plan.ts";
import type { Program } from "../plan/program.ts";

/** The account of a model that a program uses, in words: which program, and the plan's name for it; no secret is in it. */
export const accountOf = oncePer(({ use, command, account }: Program): string => {
  const file = command?.[0]
    ?.split("/")
    .at(-1)
    ?.replace(/[^\w.+-]/g, "_");
  const program = use === "command" ? (file ?? use) : use;
  return (account === undefined ? program : `${program} (${account})`).slice(0, 200);
});

/** A lane's programs. */
export type Role = "agent" | "reviewer";

/** Who works in a lane, by places in the plan's lists. */
export type LanePrograms = Pick<Entry, "body" | "agent" | "reviewer">;

/** The programs that a lane's agent, or its reviewer, is one of. */
export const programsOfRole = (role: Role, plan: Plan, body: string): readonly Program[] =>
  role === "agent" ? agentsOf(plan, body) : plan.reviewers;

/** The program that works in a lane, or judges there; `undefined` when the plan has none, or no reviewer may judge now. */
export const laneProgram = (role: Role, plan: Plan, lane: LanePrograms): Program | undefined => {
  const place = role === "agent" ? lane.agent : lane.reviewer;
  return place === null ? undefined : programsOfRole(role, plan, lane.body)[place];
};

/** The accounts of these programs of a lane. */
export const accountsIn = (roles: readonly Role[], plan: Plan, lane: LanePrograms): string[] => [
  ...new Set(
    roles.flatMap((role) => {
      const program = laneProgram(role, plan, lane);
      return program ? [accountOf(program)] : [];
    }),
  ),
];

/** The accounts that a lane may use: its agent's unless it only reviews, and its reviewer's unless that is held. */
export const accountsOf = (plan: Plan, lane: LanePrograms & Pick<Entry, "from">): string[] =>
  accountsIn(lane.from === "implement" ? ["agent", "reviewer"] : ["reviewer"], plan, lane);
