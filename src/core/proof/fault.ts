import { z } from "zod";
import { cutMiddle } from "../key.ts";
import { hostsOfCommands } from "../plan/command-hosts.ts";
import type { Plan } from "../plan/plan.ts";

/*
 * Why a command of the plan fails where nobody has changed anything yet: a code with its data, and here alone the words
 * for it.
 */

/** What a command lacked, as far as its end tells. */
const commandLackSchema = z.discriminatedUnion("kind", [
  /** Hosts that the sandbox kept it from. */
  z.strictObject({ kind: z.literal("hosts"), hosts: z.array(z.string().max(300)).min(1).max(20) }),
  /** A program that is not there; empty when its name was not told. */
  z.strictObject({ kind: z.literal("program"), name: z.string().max(300) }),
]);
export type CommandLack = z.output<typeof commandLackSchema>;

/** Longest output that a fault quotes, in characters. */
const maxFaultText = 3000;

/** The plan's commands do not pass on its base. */
export const baseFaultSchema = z.strictObject({
  /** `machine`: nothing could be run. */
  stage: z.enum(["setup", "verify", "coverage", "machine"]),
  /** The command; of the coverage report its path. */
  command: z.string().max(4096),
  /** Where it failed; a laptop where nothing is said. */
  on: z.enum(["laptop", "runner"]).optional(),
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

interface FaultParts {
  readonly what: string;
  readonly fix: string;
  /** The lines that were printed. */
  readonly output: readonly string[];
}

/** What fails before anything was started, and what a person does about it. */
export const baseFaultParts = (fault: BaseFault, plan: Plan): FaultParts => {
  const parts = faultParts(fault, plan);
  return { ...parts, fix: `${parts.fix}${orWithout(fault)}` };
};

/** What fails on the base whenever it is tried, and what a person does about it. */
export const faultParts = (fault: BaseFault, plan: Plan): FaultParts => ({
  what: `on the base \`${plan.base}\` ${whatFails(fault)}`,
  fix: remedy(fault, plan),
  output: fault.how.split("\n").filter((line) => line.trim() !== ""),
});

/** What fails of what lands, where its base does not. */
export const failsIn = ({ stage, command }: BaseFault): string =>
  stage === "coverage" ? "`coverage` fails" : `\`${command}\` fails`;

const whatFails = ({ stage, command, lack }: BaseFault): string => {
  if (stage === "machine") return "the plan's commands could not be run";
  if (stage === "coverage") return `\`verify\` passes and leaves no coverage report at \`${command}\``;
  const failed = `\`${stage}\` fails at \`${command}\``;
  if (lack?.kind === "hosts") return `${failed}, which the sandbox kept from ${lack.hosts.join(", ")}`;
  if (lack?.kind !== "program") return failed;
  return lack.name === "" ? `${failed}, which does not exist` : `${failed}: there is no program ${lack.name}`;
};

const remedy = (fault: BaseFault, plan: Plan): string => {
  const { stage, lack, on } = fault;
  if (lack?.kind === "hosts") return addHosts(lack.hosts, { fault, plan });
  if (lack?.kind === "program") {
    const where = on === "runner" ? "in the workflow's jobs `implement` and `review`" : "on this machine";
    return `install it ${where}, or name another in the plan's \`${stage}\`, ${thenAgain(fault)}`;
  }
  return `${mending[stage]}, ${thenAgain(fault)}`;
};

const mending: Readonly<Record<BaseFault["stage"], string>> = {
  setup: "mend the base or the plan",
  verify: "mend the base or the plan",
  coverage: "correct `coverage.report` or `verify` in the plan",
  machine: "mend what the lines below say",
};

const orWithout = ({ stage, lack }: BaseFault): string =>
  stage === "machine" || lack !== null
    ? ""
    : "; if it is the plan's work to make it pass, set `checkBase: false`";

/** A base that is mended, and a plan, is another: what failed there does not count for it. */
const thenAgain = ({ on }: BaseFault): string =>
  on === "runner" ? "then comment `/milepost retry` on the plan's tracking issue" : "then run again";

const addHosts = (hosts: readonly string[], { fault, plan }: { fault: BaseFault; plan: Plan }): string => {
  const these = hosts.length === 1 ? "that host" : "those hosts";
  const where = plan.networkAt === undefined ? "" : ` (${plan.networkAt})`;
  const all = [...hostsOfCommands(plan), ...hosts].join(", ");
  return `add ${these} to \`network\` under \`agent\`${where}: \`network: [${all}]\`, ${thenAgain(fault)}`;
};
