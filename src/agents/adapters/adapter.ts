import type { LocalNow } from "../../core/account/reset-time.ts";
import type { ProgramTrouble } from "../../core/account/trouble.ts";
import type { ModelUsage } from "../../core/cost/usage.ts";
import type { Program } from "../../core/plan/program.ts";

/** How one program is driven: what it needs, how it is started without a person, and how its output is read. */
export interface Adapter {
  readonly name: Program["use"];
  /** What people call it. */
  readonly title: string;
  /** The program's name on the PATH. */
  readonly executable: string;
  /** The command that installs it. */
  readonly install: string;
  /** The newest version that is known to lack what it is asked for, and the oldest that was seen to have it. */
  readonly versions?: { readonly tooOld?: string; readonly seen: string };
  /** Variables that let it reach a model, each with the hosts that it then needs; any one will do. */
  readonly keys: Hosts;
  /** Files below the home folder in which it keeps a login, as good as a key. */
  readonly logins: Hosts;
  /** Variables that it gets when they are set, beside the keys. */
  readonly env: readonly string[];
  /** Variables with the URL of another model server: its host is reached too. */
  readonly urls: readonly string[];
  /** Its settings below the home folder: a sandboxed run gets a copy of them, beside the login if there is no key. */
  readonly config: readonly string[];
  /** Whether it can judge: its last message is an answer by itself, or it writes a file. */
  readonly reviews: boolean;
  /** Whether its verdict is the file that MILEPOST_VERDICT names; of the others it is the last message, and no file counts. */
  readonly verdictFile?: boolean;
  /** Whether it has no tool to read a file but its shell. */
  readonly readsByCommands?: boolean;
  /** Whether it refuses to go without permission prompts as root, unless it is told that something contains it. */
  readonly refusesRoot?: boolean;
  /** Folders below its home folder that hold its conversations, when one can be gone on with by its id. */
  readonly sessions?: readonly string[];
  /** What it leaves in the worktree that is no work. */
  readonly litter?: RegExp;
  readonly launch: (launch: Launch) => Launched;
  readonly reader: (directory: ProgramFiles, giveUp: GiveUp, session: Session | null) => Reader;
}

/** A conversation that later runs may go on with. */
export interface Session {
  readonly id: string;
  /** Whether an earlier run began it. */
  readonly resumes: boolean;
  /** What it had told of its usage before this run: some sum up the whole conversation. */
  readonly before: ModelUsage;
}

export type Hosts = Readonly<Record<string, readonly string[]>>;

/** The files of one run, in a folder that the program may write. */
export interface ProgramFiles {
  readonly dir: string;
  readonly prompt: string;
  /** The JSON Schema of a verdict, for a reviewer. */
  readonly schema: string;
  /** Where a program that can is told to write what it used. */
  readonly usage: string;
}

export interface Launch {
  readonly role: "agent" | "reviewer";
  readonly model: string | undefined;
  readonly directory: ProgramFiles;
  /** Whether something keeps it in its worktree: our sandbox, or what the person trusts who turned that off. */
  readonly contained: boolean;
  /** Whether it may run what it finds; if not, it only reads: what a reviewer ran could answer in its place. */
  readonly executes: boolean;
  /** Whether settings that it finds in its checkout are for it; a reviewer's are only where the plan says so. */
  readonly ownSettings: boolean;
  /** The conversation that it is in; `null` when none is kept. */
  readonly session: Session | null;
  /** The dollars that it may take, for programs that can be told; `null` without a limit. */
  readonly usdLeft: number | null;
  /** The variables of the machine. */
  readonly machine: Readonly<Record<string, string | undefined>>;
}

/** What follows the program's name, and the variables that go with it. */
interface Launched {
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Whether it reads the prompt from standard input; otherwise an argument names the file. */
  readonly stdin: boolean;
}

/** Ends a program that would get nowhere, and says why: `it was ended: …`. */
export type GiveUp = (why: string) => void;

/** Reads one run's output, line by line. */
export interface Reader {
  readonly line: (text: string) => void;
  /** Is told the lines of standard error, which what the program starts may have inherited: no answer and no limit. */
  readonly errorLine?: (text: string) => void;
  /** What it has told of its usage so far; nothing where it tells at its end alone. */
  readonly used?: () => readonly ModelUsage[];
  readonly end: (ended: ProgramExit) => OutputReading | Promise<OutputReading>;
}

/** How a program ended that is read. What it tells counts only as far as this bears it out. */
export interface ProgramExit extends LocalNow {
  /** What it exited with; `null` when it was ended or killed. */
  readonly code: number | null;
  /** Whether it was ended for its silence, or at its time limit. */
  readonly waited: boolean;
}

/** What a program told in its own format. */
interface OutputReading {
  /** Its last message, whole; empty when it gave none. */
  readonly said: string;
  /** What its models took, each as often as it tells; nothing when it does not tell. */
  readonly usage: readonly ModelUsage[];
  /** Why it failed, in its own words; empty when it did not say that it did. */
  readonly problem: string;
  /** The kind of that, where it is none of the agent's failures. */
  readonly trouble?: ProgramTrouble | undefined;
  /** The id that it gave its conversation, where it does not take ours. */
  readonly conversation?: string | undefined;
}
