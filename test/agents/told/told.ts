/** What a program told of one run that was recorded, in as few of its words and fields as matter, and what that means. */
export interface Told {
  readonly situation: string;
  /** Its events; a text is a line that is none. */
  readonly lines: readonly (object | string)[];
  readonly errorLines?: readonly string[];
  /** What it exited with; `waiting` when it was ended for its silence, `killed` when something killed it. */
  readonly exit: number | "waiting" | "killed";
  /** The kind of its trouble, and until when; empty for none. */
  readonly trouble: string;
  /** What is told to people of it. */
  readonly says?: string;
}

/** At the end of each run; it spoke of times in Warsaw's. */
export const now = new Date("2026-11-29T16:30:00.000Z");
export const zone = "Europe/Warsaw";

/** Words that no program may be believed that its model or its tools said them. */
export const limitWords =
  "You've hit your usage limit · resets 9pm. 429 rate limit, credit balance is too low";

export const times = <Value>(count: number, value: Value): Value[] =>
  Array.from({ length: count }, () => value);
