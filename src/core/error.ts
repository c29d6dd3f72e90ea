/** An error that a person can act on: what failed, and in `hint` the next step. */
export class MilepostError extends Error {
  override name = "MilepostError";
  readonly hint: string | undefined;

  constructor(message: string, { hint, cause }: { hint?: string; cause?: unknown } = {}) {
    super(message, { cause });
    this.hint = hint;
  }
}
