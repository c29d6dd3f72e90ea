import type { ReadyProgram } from "../agents/program.ts";
import type { Sandbox } from "../agents/sandbox/sandbox.ts";
import type { NoticePlace } from "../core/notice/text.ts";
import type { Plan } from "../core/plan/plan.ts";
import type { HowToAnswer } from "../core/todo/answers.ts";
import type { UserRepository } from "../git/repositories/repository.ts";
import type { RunEvent } from "./events.ts";
import type { ForgeConnection } from "./forge.ts";
import type { Home } from "./home.ts";

export interface RunOptions {
  readonly plan: Plan;
  readonly repository: UserRepository;
  readonly home: Home;
  readonly forge: ForgeConnection;
  /** By body id, and of each list in the plan's order. */
  readonly agents: ReadonlyMap<string, readonly ReadyProgram[]>;
  readonly reviewers: readonly ReadyProgram[];
  /** What holds all programs in their places; `null` when the plan or the machine has none. */
  readonly sandbox: Sandbox | null;
  readonly signal: AbortSignal;
  readonly emit: (event: RunEvent) => void;
  /** What a person types to go on with the plan. */
  readonly place: Pick<NoticePlace, "plan" | "options" | "run">;
  /** Give blocked todos new attempts and rounds first. */
  readonly retry?: boolean;
  /** How people answer a todo that waits for them. */
  readonly how?: HowToAnswer;
}
