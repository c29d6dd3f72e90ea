/** What a filter asks of one system call; whatever is not asked goes through. */
export interface CallRule {
  readonly call: number;
  /** When it is refused: always, or by the value of one argument, counted from 0. */
  readonly refuse: "always" | ArgumentRule;
  /** Whether it is told that the call succeeded, where a program would end that is refused it. */
  readonly silently?: boolean;
}

interface ArgumentRule {
  readonly argument: number;
  /** Bits of the argument that count; all 32 when left out. */
  readonly mask?: number;
  /** Refused when the value is one of these, none of these, or more than this. */
  readonly when: { readonly in: readonly number[] } | { readonly notIn: readonly number[] } | Above;
}

interface Above {
  readonly above: number;
}

/** The numbers of a machine's system calls, by the kernel's `unistd.h`. */
interface Numbers {
  /** What the kernel calls the architecture: `AUDIT_ARCH_…` of linux/audit.h. */
  readonly audit: number;
  /** `ptrace`, `process_vm_readv`, `process_vm_writev`, `process_madvise`, `pidfd_getfd`, `kcmp`. */
  readonly reaching: readonly number[];
  /** `kill`, `tkill`, `rt_sigqueueinfo`, `pidfd_send_signal`, whose second argument is the signal. */
  readonly signalling: readonly number[];
  /** `tgkill`, `rt_tgsigqueueinfo`, whose third argument is the signal. */
  readonly signallingThreads: readonly number[];
  readonly fcntl: number;
  readonly prctl: number;
  readonly socket: number;
  readonly socketpair: number;
  readonly shmget: number;
  readonly semget: number;
  readonly msgget: number;
  /** `add_key`, `request_key`, `keyctl`. */
  readonly keys: readonly number[];
  /** `mount`, `umount2`, `pivot_root`, and from 428 on those that do the same by file descriptors. */
  readonly mounting: readonly number[];
}

/** The same on every architecture: `open_tree` to `fspick`, `mount_setattr`, `open_tree_attr`. */
const mountingByFile = [428, 429, 430, 431, 432, 433, 442, 467];

const x64: Numbers = {
  audit: 0xc000003e,
  reaching: [101, 310, 311, 440, 438, 312],
  signalling: [62, 200, 129, 424],
  signallingThreads: [234, 297],
  fcntl: 72,
  prctl: 157,
  socket: 41,
  socketpair: 53,
  shmget: 29,
  semget: 64,
  msgget: 68,
  keys: [248, 249, 250],
  mounting: [165, 166, 155, ...mountingByFile],
};

const arm64: Numbers = {
  audit: 0xc00000b7,
  reaching: [117, 270, 271, 440, 438, 272],
  signalling: [129, 130, 138, 424],
  signallingThreads: [131, 240],
  fcntl: 25,
  prctl: 167,
  socket: 198,
  socketpair: 199,
  shmget: 194,
  semget: 190,
  msgget: 186,
  keys: [217, 218, 219],
  mounting: [40, 39, 41, ...mountingByFile],
};

/** Machines that we have numbers of; programs of 32 bits on them are ended by the sandbox runtime's own filter. */
export const numbersOf: Readonly<Partial<Record<NodeJS.Architecture, Numbers>>> = { x64, arm64 };

/** AF_UNIX, which the runtime goes on to refuse, AF_INET, AF_INET6, AF_NETLINK: the last three have a network of their own. */
const families = [1, 2, 10, 16];
/** SOCK_STREAM and SOCK_SEQPACKET: of a pair of any other type each end can write to any socket of the machine. */
const paired = [1, 5];
const socketTypes = 0xf;
/** Shared memory and semaphores that no one counts are allowed so far as all of them together stay below 100 MiB. */
const segmentBytes = 16 * 1024;
const semaphores = 32;

/** PR_SET_DUMPABLE, by which a process hides what it has open from Milepost; Codex CLI asks for it and would end. */
const setDumpable = 4;

/** What no program in the sandbox may ask: what namespaces do not hold apart, and what no limit counts. */
export const rulesForAll = (of: Numbers): CallRule[] => [
  { call: of.socket, refuse: { argument: 0, when: { notIn: families } } },
  { call: of.socketpair, refuse: { argument: 1, mask: socketTypes, when: { notIn: paired } } },
  { call: of.shmget, refuse: { argument: 1, when: { above: segmentBytes } } },
  { call: of.semget, refuse: { argument: 1, when: { above: semaphores } } },
  { call: of.prctl, refuse: { argument: 0, when: { in: [setDumpable] } }, silently: true },
  ...[of.msgget, ...of.keys, ...of.mounting].map((call) => ({ call, refuse: "always" as const })),
];

const sigusr1 = 10;
/** F_SETSIG, by which a file that is ready sends a signal of one's choice to a process of one's choice. */
const setSignal = 10;

/** What none of them may ask besides, where none may reach into another; upon SIGUSR1 Node opens a debugger to whoever asks. */
export const rulesForUntraceable = (of: Numbers): CallRule[] => [
  ...of.reaching.map((call) => ({ call, refuse: "always" as const })),
  ...of.signalling.map((call) => ({ call, refuse: { argument: 1, when: { in: [sigusr1] } } })),
  ...of.signallingThreads.map((call) => ({ call, refuse: { argument: 2, when: { in: [sigusr1] } } })),
  { call: of.fcntl, refuse: { argument: 1, when: { in: [setSignal] } } },
];
