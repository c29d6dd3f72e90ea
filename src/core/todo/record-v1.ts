import { z } from "zod";
import { cutMiddle } from "../key.ts";
import { repositoryPaths } from "../repository-path.ts";
import { maxSaid, type Reason } from "./reasons.ts";
import { recordVersion, type TodoRecord, todoRecordSchema } from "./record.ts";
import { claimSchema, decisionOn, decisionSchema, type TodoClaim, type WantedState } from "./state.ts";
import { atRest } from "./table/row.ts";

/*
 * Records of version 1 have a status and what any status may need beside each other. They are read as if they had been
 * written today; only while a run of that version holds a todo, its record is written as that run reads it.
 */

const statuses = ["pending", "ready", "working", "review", "changes", "approved", "blocked"] as const;

/** A todo's record of version 1. */
export const todoRecordV1Schema = todoRecordSchema.omit({ state: true }).extend({
  v: z.literal(1),
  status: z.enum(statuses),
  claim: claimSchema.nullable(),
  verdict: decisionSchema.nullable(),
  /** Why it is blocked, in words. */
  blocked: z.string().max(2000).nullable(),
  wants: repositoryPaths,
  skipped: z.string().max(400).nullable().default(null),
  removed: z.boolean(),
});
type TodoRecordV1 = z.output<typeof todoRecordV1Schema>;

/** The same record with its state. */
export const fromV1 = (old: TodoRecordV1): TodoRecord => {
  const { status, claim, verdict, blocked, wants, skipped, removed, ...facts } = old;
  const before = stateFromV1(old);
  const told = status === "blocked" ? facts.told : { ...facts.told, reason: null };
  const record = { ...facts, told, v: recordVersion } as const;
  if (removed) return { ...record, state: { status: "removed", before } };
  return { ...record, state: skipped === null ? before : { status: "skipped", why: skipped, before } };
};

const stateFromV1 = (old: TodoRecordV1): WantedState => {
  const { status, verdict } = old;
  const claim = old.claim && { ...old.claim, reads: 1 as const };
  switch (status) {
    case "pending":
    case "ready":
      return { status };
    case "working":
      return claim ? { status, claim, verdict } : atRest(old, verdict);
    case "review":
      return { status, claim, verdict };
    case "changes":
      return { status, verdict };
    case "approved":
      return verdict?.approved
        ? { status, verdict: { ...verdict, approved: true } }
        : { status: "review", claim, verdict: null };
    case "blocked":
      return { status, reason: reasonFromV1(old), verdict };
    default:
      return status satisfies never;
  }
};

/** Which words stood for which reason is not read from them: what can be seen again is found again. */
const reasonFromV1 = ({ wants, blocked }: TodoRecordV1): Reason =>
  wants.length > 0
    ? { code: "paths-wanted", paths: wants }
    : { code: "untold", said: cutMiddle(blocked ?? "", maxSaid) };

/** What was spent as version 1 sums it up; what it took for what is in the bills alone. */
const spentV1 = ({ runs, milliseconds, inputTokens, outputTokens, usd, untold }: TodoRecord["spent"]) => ({
  ...{ runs, milliseconds, inputTokens, outputTokens, usd, untold },
});

/** As the version that holds its claim reads it. The first ones of version 1 take no key that they do not know. */
export const toV1 = (
  {
    state,
    v: _,
    told,
    logs,
    spent,
    excused: ___,
    hold: ____,
    served: _____,
    declined: ______,
    lanes: ________,
    partners: _________,
    rested: __________,
    ...facts
  }: TodoRecord,
  { reads: __, accounts: _______, ...claim }: TodoClaim,
): z.input<typeof todoRecordV1Schema> => ({
  ...facts,
  spent: spentV1(spent),
  ...(told.times === 0 && told.reason === null ? {} : { told }),
  ...(logs === null ? {} : { logs }),
  v: 1,
  status: state.status === "review" ? "review" : "working",
  claim,
  verdict: decisionOn(state),
  ...{ blocked: null, wants: [], skipped: null, removed: false },
});
