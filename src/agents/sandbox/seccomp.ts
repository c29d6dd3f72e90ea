import { type CallRule, numbersOf, rulesForAll, rulesForUntraceable } from "./system-calls.ts";

/**
 * A filter for bubblewrap's `--seccomp`, which refuses the system calls that no program may make, and those by which
 * one reaches into another where none may.
 *
 * `null` on a machine whose system calls we have no numbers of.
 */
export const filterFor = (
  { untraceable }: { untraceable: boolean },
  architecture: NodeJS.Architecture = process.arch,
): Buffer | null => {
  const numbers = numbersOf[architecture];
  if (!numbers) return null;
  const rules = [...rulesForAll(numbers), ...(untraceable ? rulesForUntraceable(numbers) : [])];
  const { load, skipUnless, end } = instructions;
  return Buffer.concat([
    load(at.architecture),
    ...skipUnless(numbers.audit, [load(at.number), ...rules.flatMap(blockOf), end(allow)]),
    end(kill),
  ]);
};

/** Of `struct seccomp_data`, in bytes; an argument's other half follows it. */
const at = { number: 0, architecture: 4, argument: (index: number) => 16 + 8 * index };
const half = 4;

const allow = 0x7fff0000;
const kill = 0x80000000;
/** SECCOMP_RET_ERRNO with EPERM, or with the number of none. */
const refuse = 0x00050001;
const passOver = 0x00050000;

const instruction = (code: number, k: number, { then = 0, otherwise = 0 } = {}): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt16LE(code, 0);
  bytes.writeUInt8(then, 2);
  bytes.writeUInt8(otherwise, 3);
  bytes.writeUInt32LE(k, 4);
  return bytes;
};

/** Instructions of classic BPF, 8 bytes each: linux/filter.h, linux/bpf_common.h. */
const instructions = {
  load: (offset: number) => instruction(0x20, offset),
  and: (mask: number) => instruction(0x54, mask),
  /** The block when the value is this, else what follows it. */
  skipUnless: (value: number, block: readonly Buffer[]) => [
    instruction(0x15, value, { otherwise: block.length }),
    ...block,
  ],
  skipUnlessAbove: (value: number, block: readonly Buffer[]) => [
    instruction(0x25, value, { otherwise: block.length }),
    ...block,
  ],
  end: (answer: number) => instruction(0x06, answer),
};

/** Ends when the call is the rule's; else the number of the call is still what is loaded. */
const blockOf = ({ call, refuse: rule, silently = false }: CallRule): Buffer[] => {
  const { load, and, skipUnless, skipUnlessAbove, end } = instructions;
  const refusal = end(silently ? passOver : refuse);
  if (rule === "always") return skipUnless(call, [refusal]);
  const { argument, mask, when } = rule;
  const value = [load(at.argument(argument)), ...(mask === undefined ? [] : [and(mask)])];
  const any = (values: readonly number[], answer: Buffer) =>
    values.flatMap((each) => skipUnless(each, [answer]));
  if ("in" in when) return skipUnless(call, [...value, ...any(when.in, refusal), end(allow)]);
  if ("notIn" in when) return skipUnless(call, [...value, ...any(when.notIn, end(allow)), refusal]);
  return skipUnless(call, [
    load(at.argument(argument) + half),
    ...skipUnlessAbove(0, [refusal]),
    ...value,
    ...skipUnlessAbove(when.above, [refusal]),
    end(allow),
  ]);
};
