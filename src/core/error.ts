/** An error that a person can act on: what failed, and in `hint` the next step. */
export class MilepostError extends Error {
  override name = "MilepostError";
  readonly hint: string | undefined;

  constructor(message: string, { hint, cause }: { hint?: string; cause?: unknown } = {}) {
    super(message, { cause });
    this.hint = hint;
  }
}

/** An error in words, with its next step. */
export const errorMessage = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  const hint = error instanceof MilepostError && error.hint ? ` (${error.hint})` : "";
  return `${error.message}${hint}`;
};
