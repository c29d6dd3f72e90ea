/** What a program asks of its model, whichever API it speaks. */
export interface Turn {
  /** Everything that the program sent as text. */
  readonly text: string;
  /** Names of the tools that the model may call. */
  readonly tools: readonly string[];
  /** Results of tools that it has been sent so far. */
  readonly results: number;
}

/** What the model does next. */
export type Move =
  | { readonly kind: "say"; readonly text: string }
  | { readonly kind: "call"; readonly tool: string; readonly input: Readonly<Record<string, unknown>> }
  /** A call whose arguments break off. */
  | { readonly kind: "malformed"; readonly tool: string }
  /** An answer without anything in it. */
  | { readonly kind: "nothing" }
  /** An error in place of an answer. */
  | {
      readonly kind: "fail";
      readonly failure: Failure;
      /** When what is used up comes back, in seconds since 1970; in three hours if nothing is said. */
      readonly resetsAt?: number;
    }
  /** An answer whose connection is lost after its first event, or before it. */
  | { readonly kind: "cut" | "reset" };

/** Errors that the services are known to give. */
export type Failure =
  | "limited"
  | "limited-an-hour"
  | "usage-used-up"
  | "overloaded"
  | "no-credit"
  | "payment-required"
  | "wrong-key"
  | "too-long";

/** An error as a service gives it. */
export interface ErrorAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** What is written as an answer. */
export type Spoken = Exclude<Move, { readonly kind: "fail" | "cut" | "reset" }>;

/** Plays the model: the same turn always gets the same move. */
export type Script = (turn: Turn) => Move;

/** Tokens that every answer claims to have used. */
export const tokens = { input: 1000, output: 100 } as const;

/** One model API, as far as coding programs use it. */
export interface Dialect {
  /** Matches the path that model calls are posted to. */
  readonly path: RegExp;
  readonly read: (body: unknown) => Turn;
  /** The move as the events of one streamed answer. */
  readonly write: (move: Spoken) => string;
  readonly failures: (resetsAt: number) => Readonly<Record<Failure, ErrorAnswer>>;
}

/** A whole minute, so many seconds from now or later, in seconds since 1970. */
export const minuteAfter = (seconds: number): number => Math.ceil((Date.now() / 1000 + seconds) / 60) * 60;

/** A server-sent event with a JSON body. */
export const event = (data: unknown, name?: string): string =>
  `${name === undefined ? "" : `event: ${name}\n`}data: ${JSON.stringify(data)}\n\n`;
