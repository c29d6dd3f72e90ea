import type { Answer } from "./answer.ts";
import type { Caller } from "./caller.ts";

/** Pages for people, which whoever starts the forge brings along. */
export interface Pages {
  /** The host, with its port, under which nothing but pages answers. */
  readonly host: string;
  /** Answers a request; `null` when it is for no page. */
  readonly answer: (request: Request) => Promise<Response | null>;
  /** A new address that lets whoever opens it first in as the user, to that path. */
  readonly entrance: (login: string, path?: string) => string;
  /** Has whoever looks see how it ended, before the forge stops. */
  readonly farewell: () => Promise<void>;
}

/** What pages may ask of the forge. */
export interface PagesForge {
  /** The address of the API, and of all that it names. */
  readonly url: string;
  /** Whom an `Authorization` header speaks for. @throws HttpError 401 when there is a token that nobody has. */
  readonly callerWith: (authorization: string | undefined) => Caller;
  readonly callerNamed: (login: string) => Caller;
  /**
   * Lets an operation answer in the caller's name, with its permissions and events.
   * @throws HttpError as the operation does.
   */
  readonly call: (caller: Caller, call: ForgeCall) => Promise<Answer>;
  /** What a job has logged so far, each line with its time; whoever asks has asked for the job before. */
  readonly logOf: (jobId: number) => readonly { readonly step: number; readonly text: string }[];
  /** A number that grows with everything that is written. */
  readonly changes: () => number;
}

/** One call of an operation, from inside of the forge's process. */
export interface ForgeCall {
  /** GitHub's name of it: `GET /repos/{owner}/{repo}`. */
  readonly route: string;
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly accept?: string;
}

export type OpenPages = (forge: PagesForge) => Pages;
