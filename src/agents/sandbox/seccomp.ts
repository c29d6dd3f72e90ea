/**
 * The numbers of one machine's system calls, and where each of those that send a signal is told which: its argument,
 * from 0.
 */
interface Abi {
  /** What the kernel calls the architecture: `AUDIT_ARCH_…` of linux/audit.h. */
  readonly audit: number;
  /** `ptrace`, `process_vm_readv`, `process_vm_writev`, `process_madvise`, `pidfd_getfd`, `kcmp`. */
  readonly reaching: readonly number[];
  /** `kill`, `tkill`, `rt_sigqueueinfo`, `pidfd_send_signal` by their second argument, `tgkill`, `rt_tgsigqueueinfo` by their third. */
  readonly signalling: ReadonlyMap<number, number>;
  /** `fcntl`, and `fcntl64` where there is one. */
  readonly control: readonly number[];
  /** Calls from this number on are of yet another ABI, and refused. */
  readonly before?: number;
}

const x64: Abi = {
  audit: 0xc000003e,
  reaching: [101, 310, 311, 440, 438, 312],
  signalling: new Map([...[62, 200, 129, 424].map((nr) => [nr, 1] as const), [234, 2], [297, 2]]),
  control: [72],
  before: 0x40000000,
};

const x86: Abi = {
  audit: 0x40000003,
  reaching: [26, 347, 348, 440, 438, 349],
  signalling: new Map([...[37, 238, 178, 424].map((nr) => [nr, 1] as const), [270, 2], [335, 2]]),
  control: [55, 221],
};

const arm64: Abi = {
  audit: 0xc00000b7,
  reaching: [117, 270, 271, 440, 438, 272],
  signalling: new Map([...[129, 130, 138, 424].map((nr) => [nr, 1] as const), [131, 2], [240, 2]]),
  control: [25],
};

const arm: Abi = {
  audit: 0x40000028,
  reaching: [26, 376, 377, 440, 438, 378],
  signalling: new Map([...[37, 238, 178, 424].map((nr) => [nr, 1] as const), [268, 2], [363, 2]]),
  control: [55, 221],
};

/** What a machine of ours runs beside its own programs: those of 32 bits. */
const abis: Readonly<Partial<Record<NodeJS.Architecture, readonly Abi[]>>> = {
  x64: [x64, x86],
  arm64: [arm64, arm],
};

/**
 * A filter for bubblewrap's `--seccomp`: programs under it cannot trace, read or write another process by system call,
 * or take its files from it; nor can they send SIGUSR1, upon which Node opens a debugger to whoever asks.
 *
 * `null` on a machine whose system calls we have no numbers of.
 */
export const untraceableFilter = (architecture: NodeJS.Architecture = process.arch): Buffer | null => {
  const known = abis[architecture];
  if (!known) return null;
  const { load, skipUnless, end } = instructions;
  const blocks = known.map((abi) => ({ abi, block: blockOf(abi) }));
  return Buffer.concat([
    load(at.architecture),
    ...blocks.flatMap(({ abi, block }) => [skipUnless(abi.audit, block.length), ...block]),
    end(kill),
  ]);
};

/** Of `struct seccomp_data`, in bytes. */
const at = { number: 0, architecture: 4, argument: (index: number) => 16 + 8 * index };

const allow = 0x7fff0000;
const kill = 0x80000000;
/** SECCOMP_RET_ERRNO with EPERM. */
const refuse = 0x00050001;

const sigusr1 = 10;
const setSignal = 10;

/** Instructions of classic BPF, 8 bytes each: linux/filter.h, linux/bpf_common.h. */
const instructions = {
  load: (offset: number) => instruction(0x20, offset),
  /** Goes on with the next one when the value is this, and passes over `count` otherwise. */
  skipUnless: (value: number, count: number) => instruction(0x15, value, { otherwise: count }),
  skipUnlessFrom: (value: number, count: number) => instruction(0x35, value, { otherwise: count }),
  end: (answer: number) => instruction(0x06, answer),
};

const instruction = (code: number, k: number, { then = 0, otherwise = 0 } = {}): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt16LE(code, 0);
  bytes.writeUInt8(then, 2);
  bytes.writeUInt8(otherwise, 3);
  bytes.writeUInt32LE(k, 4);
  return bytes;
};

/** What is asked of a call of one ABI; always ends. */
const blockOf = ({ reaching, signalling, control, before }: Abi): Buffer[] => {
  const { load, skipUnless, skipUnlessFrom, end } = instructions;
  const refusing = (argument: number, value: number) => [
    load(at.argument(argument)),
    skipUnless(value, 1),
    end(refuse),
    end(allow),
  ];
  const on = (number: number, block: readonly Buffer[]) => [skipUnless(number, block.length), ...block];
  return [
    load(at.number),
    ...(before === undefined ? [] : [skipUnlessFrom(before, 1), end(refuse)]),
    ...reaching.flatMap((number) => on(number, [end(refuse)])),
    ...[...signalling].flatMap(([number, argument]) => on(number, refusing(argument, sigusr1))),
    // By which a file that is ready sends a signal of one's choice to a process of one's choice.
    ...control.flatMap((number) => on(number, refusing(1, setSignal))),
    end(allow),
  ];
};
