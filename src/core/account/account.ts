import type { Program } from "../plan/program.ts";

/** The account of a model that a program uses, in words: which program, and the plan's name for it; no secret is in it. */
export const accountOf = ({ use, command, account }: Program): string => {
  const file = command?.[0]
    ?.split("/")
    .at(-1)
    ?.replace(/[^\w.+-]/g, "_");
  const program = use === "command" ? (file ?? use) : use;
  return (account === undefined ? program : `${program} (${account})`).slice(0, 200);
};
