import type { CommandLack } from "../core/proof/fault.ts";
import type { RunResult } from "./run.ts";

/** What a shell command lacked, where its end tells that: hosts first, without which programs are not installed. */
export const lackOf = (result: RunResult): CommandLack | null => {
  if (result.kind !== "exit" || result.code === 0) return null;
  const hosts = [...new Set(result.denied.flatMap((one) => hostIn(one) ?? []))];
  if (hosts.length > 0) return { kind: "hosts", hosts: hosts.slice(0, 20) };
  return result.code === notFound ? { kind: "program", name: programIn(result.tail) } : null;
};

/** What shells exit with when there is no such program. */
const notFound = 127;

/** As a plan names it: without the port that is everybody's. */
const hostIn = (denial: string): string | undefined =>
  /^reach (\S+)$/
    .exec(denial)?.[1]
    ?.replace(/:(?:443|80)$/, "")
    .slice(0, 300);

/** Shells say `sh: 1: mvnw: not found` and `sh: line 1: mvnw: command not found`. */
const programIn = (tail: string): string =>
  /(?:^|: )([^\s:]+): (?:command )?not found\s*$/m.exec(tail)?.[1]?.slice(0, 300) ?? "";
