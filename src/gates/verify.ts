import type { Gate } from "./gate.ts";
import { count } from "./words.ts";

/** The plan's commands succeed: an agent's word is no evidence. */
export const verify: Gate = {
  name: "verify",
  reads: ["checkout"],
  check: ({ verified }) => {
    if (!verified) return null;
    const failed = verified.find(({ ok }) => !ok);
    const message = failed
      ? `\`${failed.command}\` failed, ${failed.how}: run it in the worktree and make it pass`
      : `${count(verified.length, "command")} passed`;
    return { name: "verify", level: "error", ok: !failed, message };
  },
};
