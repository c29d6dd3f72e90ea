import { accountsIn, type Role } from "../account/account.ts";
import { type Cost, costSteps, isBooked, stepOf } from "../cost/ledger.ts";
import { isFailure } from "../gate-outcome.ts";
import type { Plan } from "../plan/plan.ts";
import type { TodoRecord } from "../todo/record.ts";
import { claimOf } from "../todo/state.ts";
import type { Entry } from "./handoff.ts";
import { type LaneOutcome, type LaneRun, laneName, type PastLane } from "./past-lane.ts";
import type { LaneResult } from "./settlement.ts";

interface EndedLane {
  readonly plan: Plan;
  readonly entry: Entry;
  readonly result: LaneResult;
  readonly costs: readonly Cost[];
  readonly now: Date;
}

/**
 * What is remembered of a lane that ends now, `record` being as it was before that. Its own bills may be booked already;
 * those of lanes before it count where nobody could book them.
 */
export const pastLaneOf = (record: TodoRecord, { plan, entry, result, costs, now }: EndedLane): PastLane => ({
  claim: laneName(entry.claim),
  begun: claimOf(record.state)?.at ?? now.toISOString(),
  ended: now.toISOString(),
  round: entry.round,
  how: outcomeOf(result),
  gates: failedGates(result),
  ran: runsOf(
    costs.filter((cost) => isOf(entry, cost) || !isBooked(record, [cost])),
    { plan, entry },
  ),
});

const isOf = ({ claim }: Entry, { bill }: Cost): boolean => bill.split(" ")[1] === laneName(claim);

const outcomeOf = (result: LaneResult): LaneOutcome =>
  result.kind === "reviewed" ? (result.judgement.approved ? "approved" : "changes") : result.kind;

const failedGates = (result: LaneResult): string[] =>
  result.kind === "refused"
    ? result.gates
        .filter(isFailure)
        .map(({ name }) => name.slice(0, 200))
        .slice(0, 20)
    : [];

/** One for each kind of step in which programs ran. */
const runsOf = (costs: readonly Cost[], { plan, entry }: Pick<EndedLane, "plan" | "entry">): LaneRun[] =>
  costSteps.flatMap((step) => {
    const own = costs.filter((cost) => stepOf(cost) === step);
    if (own.length === 0) return [];
    const role: Role = step === "review" ? "reviewer" : "agent";
    const [account = null] = accountsIn([role], plan, entry);
    const sum = (of: (cost: Cost) => number): number => own.reduce((so, cost) => so + of(cost), 0);
    return [
      {
        ...{ step, account, milliseconds: sum(({ milliseconds }) => milliseconds) },
        tokens: sum(({ usage }) => (usage ? usage.inputTokens + usage.outputTokens : 0)),
        usd: sum(({ usage }) => usage?.usd ?? 0),
        assumedUsd: sum(({ usage }) => usage?.assumedUsd ?? 0),
      },
    ];
  });
