/** What keys of the live view have done that is more than to draw; each is about a todo of the plan. */
export interface RunActions {
  /** Tells what its programs print, as it comes, till the signal. */
  readonly log: (todo: string, told: TellLines, signal: AbortSignal) => Promise<void>;
  /** What it changes, as lines. */
  readonly diff: (todo: string) => Promise<readonly string[]>;
  /** Opens its page; answers what became of that. */
  readonly open: (todo: string) => string;
  /** Says a command, to the plan where no todo is named; tells what became of it. */
  readonly say: (
    command: string,
    todo: string | null,
  ) => Promise<{ readonly isObeyed: boolean; readonly text: string }>;
  /** Asks the run to stop, as Ctrl-C does. */
  readonly stop: () => void;
}

/** Lines in colours, of any length. */
export type TellLines = (lines: readonly string[]) => void;
