import type { Board } from "../../core/board/board.ts";
import type { ReplyOutcome } from "../../core/command/reply.ts";
import type { TodoStory } from "./story.ts";

/** What a person said by a button, and what became of it. */
export interface CommandAnswer {
  readonly outcome: ReplyOutcome;
  readonly text: string;
}

/** One piece of what a program printed, as it is shown. */
export interface ShownPiece {
  readonly step: string;
  readonly kind: string;
  readonly text: string;
}

/** A part of what an attempt's programs printed. */
export interface ShownLog {
  readonly pieces: readonly ShownPiece[];
  /** The piece that comes next. */
  readonly next: number;
  /** Nothing comes after these. */
  readonly isOver: boolean;
}

/** Where the pages of plans have their plans from, and who hears what is pressed there. */
export interface PlanSource {
  readonly plans: readonly { readonly id: string; readonly title: string }[];
  readonly repository: { readonly owner: string; readonly repo: string };
  /** The address that pages of issues and pull requests begin with: a path here, or GitHub's. */
  readonly web: string;
  /** @throws {MilepostError} when the forge cannot be read. */
  readonly board: (plan: string) => Promise<Board | null>;
  /** Lets go of the boards that it remembers: the next look reads the forge. */
  readonly forget: () => void;
  readonly todo: (plan: string, todo: string) => Promise<TodoStory | null>;
  /** Says a command as a comment does: `todo` is `null` for the whole plan. */
  readonly say: (plan: string, todo: string | null, command: string) => Promise<CommandAnswer>;
  /** What programs printed in an attempt from the piece `from` on; `null` when nothing of it is kept here. */
  readonly log: (
    plan: string,
    todo: string,
    asked: { readonly attempt: number; readonly from: number },
  ) => Promise<ShownLog | null>;
}
