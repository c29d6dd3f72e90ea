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
  | { readonly kind: "call"; readonly tool: string; readonly input: Readonly<Record<string, unknown>> };

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
  readonly write: (move: Move) => string;
}

/** A server-sent event with a JSON body. */
export const event = (data: unknown, name?: string): string =>
  `${name === undefined ? "" : `event: ${name}\n`}data: ${JSON.stringify(data)}\n\n`;
