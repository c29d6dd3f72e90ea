import type { SandboxPolicy } from "./policy.ts";

/** Runs programs under policies. One serves a whole run of Milepost. */
export interface Sandbox extends AsyncDisposable {
  /** Prepares one start of a program; `leave` must follow its end. */
  enter(argv: readonly string[], policy: SandboxPolicy): Promise<Entered>;
}

/** A program's way into the sandbox. */
export interface Entered {
  /** The command line that runs the program in the sandbox. */
  readonly argv: readonly string[];
  /** What the program tried and was denied, each in words, as far as the sandbox noticed. */
  leave(): Promise<readonly string[]>;
}

/** A sandbox with the policy for one run of a program. */
export interface Confinement {
  readonly sandbox: Sandbox;
  readonly policy: SandboxPolicy;
}
