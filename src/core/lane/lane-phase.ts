/** What a lane is at, in its order. */
export const lanePhases = ["implement", "propose", "review", "settle"] as const;
export type LanePhase = (typeof lanePhases)[number];

/** The phase that a lane begins where its steps say that they are at this; `null`: it goes on with the same. */
export const phaseBegun = (stage: string): LanePhase | null =>
  lanePhases.find((phase) => phase !== "implement" && phase === stage) ?? null;
