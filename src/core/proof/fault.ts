import { z } from "zod";
import { cutMiddle } from "../key.ts";
import { hostsOfCommands } from "../plan/command-hosts.ts";
import type { Plan } from "../plan/plan.ts";

/*
 * Why a command of the plan fails where nobody has changed anything yet: a code with its data, and here alone the words
 * for it.
 */

/** What a command lacked, as far as its end tells. */
export const commandLackSchema = z.discriminatedUnion("kind", [
  /** Hosts that the sandbox kept it from. */
  z.strictObject({ kind: z.literal("hosts"), hosts: z.array(z.string().max(300)).min(1).max(20) }),
  /** A program that is not there; empty when its name was not told. */
  z.strictObject({ kind: z.literal("program"), name: z.string().max(300) }),
]);
export type CommandLack = z.output<typeof commandLackSchema>;

/** Longest output that a fault quotes, in characters. */
export const maxFaultText = 3000;

/** The plan's commands do not pass on its base. */
export const baseFaultSchema = z.strictObject({
  stage: z.enum(["setup", "verify", "coverage"]),
  /** The command; of the coverage report its path. */
  command: z.string().max(4096),
  lack: commandLackSchema.nullable(),
  /** How it ended, with the end of its output. */
  how: z.string().max(maxFaultText),
});
export type BaseFault = z.output<typeof baseFaultSchema>;

export const baseFault = ({ how, ...fault }: BaseFault): BaseFault => ({
  ...fault,
  how: cutMiddle(how, maxFaultText),
});

/** A base that fails in words: the first line says what and what to do, those below what the command printed. */
export const baseFaultText = (fault: BaseFault, plan: Plan): string => {
  const { what, fix, output } = baseFaultParts(fault, plan);
  return [`nothing was started, and nothing was paid: ${what}; ${fix}`, ...output].join("\n");
};

/** What fails, what a person does about it, and the lines that were printed. */
export const baseFaultParts = (
  fault: BaseFault,
  plan: Plan,
): { what: string; fix: string; output: string[] } => ({
  what: `on the base \`${plan.base}\` ${whatFails(fault)}`,
  fix: remedy(fault, plan),
  output: fault.how.split("\n").filter((line) => line.trim() !== ""),
});

const whatFails = ({ stage, command, lack }: BaseFault): string => {
  if (stage === "coverage") return `\`verify\` passes and leaves no coverage report at \`${command}\``;
  const failed = `\`${stage}\` fails at \`${command}\``;
  if (lack?.kind === "hosts") return `${failed}, which the sandbox kept from ${lack.hosts.join(", ")}`;
  if (lack?.kind !== "program") return failed;
  return lack.name === "" ? `${failed}, which does not exist` : `${failed}: there is no program ${lack.name}`;
};

const remedy = ({ stage, lack }: BaseFault, plan: Plan): string => {
  if (lack?.kind === "hosts") return addHosts(lack.hosts, plan);
  if (lack?.kind === "program")
    return `install it on this machine, or name another in the plan's \`${stage}\`, then run again`;
  const mend =
    stage === "coverage" ? "correct `coverage.report` or `verify` in the plan" : "mend the base or the plan";
  return `${mend}, then run again; if it is the plan's work to make it pass, set \`checkBase: false\``;
};

const addHosts = (hosts: readonly string[], plan: Plan): string => {
  const these = hosts.length === 1 ? "that host" : "those hosts";
  const where = plan.networkAt === undefined ? "" : ` (${plan.networkAt})`;
  const all = [...hostsOfCommands(plan), ...hosts].join(", ");
  return `add ${these} to \`network\` under \`agent\`${where}: \`network: [${all}]\`, then run again`;
};
