import type { Entry } from "../core/lane/handoff.ts";
import { forgeOf } from "../github/forge.ts";
import type { Forge } from "../steps/ports.ts";
import { readPublished } from "../steps/read-published.ts";
import { readClaimed } from "../steps/record.ts";
import { type Connected, connectAs, type Identity } from "./connect.ts";
import type { Job } from "./job.ts";
import { type LaneJob, openLane, runAgain } from "./lane.ts";

/** A lane's step that writes: its forge answers once by what was read as the lane was opened. */
interface WritingLane {
  readonly lane: LaneJob;
  readonly github: Connected;
  readonly knowing: (forge: Forge) => Forge;
}

/** Opens a step that writes: a lane that was given up takes nothing in. */
export const openWritingLane = async (
  inputs: { plan: string; entry: Entry } & Identity,
  job: Job,
  { readsPull }: { /** Whether it is to know its pull request as well. */ readonly readsPull: boolean },
): Promise<WritingLane> => {
  const github = await connectAs(job, inputs);
  const forge = forgeOf({ bot: github, reviewer: github });
  const { pull } = inputs.entry;
  const read = Promise.all([
    readClaimed(forge, inputs.entry),
    readsPull ? readPublished(pull, forge) : ([null, null] as const),
  ]);
  const [lane, [{ own }, [known, comment]]] = await Promise.all([openLane(runAgain(inputs, job), job), read]);
  const knowing = (forge: Forge): Forge => ({
    ...forge,
    getIssue: answeringOnce(forge.getIssue, { asked: own.issue.number, answer: own }),
    ...(pull === null || !readsPull || known === null
      ? {}
      : {
          getPull: answeringOnce(forge.getPull, { asked: pull, answer: known }),
          findComment: answeringOnce(forge.findComment, { asked: pull, answer: comment }),
        }),
  });
  return { lane, github, knowing };
};

/** Answers the first time by what is known. */
const answeringOnce = <Answer, More extends readonly unknown[]>(
  ask: (asked: number, ...more: More) => Promise<Answer>,
  known: { readonly asked: number; readonly answer: Answer },
): typeof ask => {
  let isAsked = false;
  return async (asked, ...more) => {
    if (isAsked || asked !== known.asked) return await ask(asked, ...more);
    isAsked = true;
    return known.answer;
  };
};
