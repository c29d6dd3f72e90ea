import type { Gate } from "./gate.ts";
import { passedIf, unjudged } from "./result.ts";
import { count, shown, some } from "./words.ts";

/** The plan's commands succeed: an agent's word is no evidence. */
export const verify: Gate = {
  name: "verify",
  reads: ["checkout"],
  check: ({ verified, removed = [] }) => {
    if (!verified) return unjudged("verify", "checkout");
    const failed = verified.find(({ ok }) => !ok);
    const message = failed
      ? `\`${failed.command}\` failed, ${apart(failed.how)}un it in the worktree and make it pass${missing(removed)}`
      : `${count(verified.length, "command")} passed`;
    const commands = failed ? [] : verified.map(({ command }) => command);
    return { name: "verify", kind: passedIf(!failed), message, evidence: { of: "commands", commands } };
  },
};

/** How it failed, and the beginning of what follows: on a line of its own where the command's output stands before it. */
const apart = (how: string): string => (how.includes("\n") ? `${how}\nR` : `${how}: r`);

/** A command may have passed for its agent by what nobody else gets. */
const missing = (removed: readonly string[]): string =>
  removed.length === 0
    ? ""
    : `. It ran without ${some(removed, 10, shown)}, which git does not carry: what the command needs of that, a person adds to the plan's \`setup\``;
