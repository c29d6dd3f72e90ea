import { type LocalNow, resetTimeIn } from "./reset-time.ts";
import { type ProgramTrouble, troubleOf } from "./trouble.ts";

type Kind = ProgramTrouble["kind"];

/** An error as a program tells it in fields of its own: never what its model or its tools said. */
export interface ToldError {
  /** The HTTP status of its model's server; `null` when it tells none. */
  readonly status: number | null;
  readonly said: string;
  /** The kind, where a field names it. */
  readonly kind?: Kind | undefined;
  /** When it is over, where a field says that. */
  readonly until?: string | null | undefined;
}

/** The trouble that an error is; `null` for one of unknown words, which is a failure. */
export const troubleIn = (error: ToldError, clock: LocalNow): ProgramTrouble | null => {
  const { status, said } = error;
  const told = error.until ?? resetTimeIn(said, clock);
  const kind = error.kind ?? kindOf(status, said, told !== null);
  if (kind === null) return null;
  return kind === "limited" || kind === "overloaded"
    ? troubleOf({ kind, until: told, said })
    : troubleOf({ kind, said });
};

const kindOf = (status: number | null, said: string, isTimed: boolean): Kind | null => {
  switch (status) {
    case 401:
      return "wrong-key";
    case 402:
      return isTimed || noQuota.test(said) ? "limited" : "no-credit";
    case 403:
      // Proxies say 403 as well.
      return isUnpaid(said) ? "no-credit" : wrongKey.test(said) ? "wrong-key" : null;
    case 413:
      return "too-long";
    case 429:
      return isUnpaid(said) && !isTimed ? "no-credit" : "limited";
    default:
      return status !== null && status >= 500 ? "overloaded" : kindByWords(said, isTimed);
  }
};

const kindByWords = (said: string, isTimed: boolean): Kind | null =>
  isUnpaid(said) && !isTimed ? "no-credit" : (words.find(([, pattern]) => pattern.test(said))?.[0] ?? null);

const noQuota = /\bno quota\b|\ballowance\b/i;

/** What is paid for, against what comes back by itself. */
const noCredit =
  /credit balance|out of credits|spend cap|upgrade to plus: |insufficient[_ ](?:quota|balance|credits?|funds)|your plan and billing|payment required|credits? (?:is|are) depleted|billing (?:to be enabled|hard limit|(?:or payment )?information)/i;

/** Google advises on billing at every limit, and then names what was measured. */
const isUnpaid = (said: string): boolean => noCredit.test(said) && !/exceeded for metric/i.test(said);

const wrongKey =
  /api[ _-]?key[ _](?:not valid|is invalid|invalid|expired)|(?:invalid|incorrect|no|expired) (?:x-)?api[ -]key|authenticat(?:ion|ed?) (?:failed|error)|invalid authentication|missing environment variable|not logged in|\/login|unauthori[sz]ed|permission[ _]denied|oauth token|refresh token|sign in again|log in again/i;

/** What vendors and programs say where no status is told; the first that fits counts. */
const words: readonly (readonly [Kind, RegExp])[] = [
  [
    "limited",
    /\busage limit|rate[ _-]?limit|limit reached|hit your [\w' -]*limit|out of extra usage|no quota|quota (?:limit|exceeded|will reset)|exhausted your|has been exhausted|request allowance|too many requests/i,
  ],
  ["wrong-key", wrongKey],
  [
    "too-long",
    /(?:prompt|input|request)(?: is)?(?: as)? too (?:long|large)|context[ _](?:window|length)|maximum number of tokens/i,
  ],
  [
    "declined",
    /content[ _-]?(?:filter|policy)|safety settings|safeguards|usage policy|flagged for possible/i,
  ],
  ["overloaded", /overloaded|(?:at|over) capacity|high demand|(?:service|temporarily) unavailable/i],
  [
    "offline",
    /econnrefused|connection ?refused|enotfound|eai_again|etimedout|fetch failed|unable to connect|(?:cannot|could not) connect|connection failed|blocked by cloudflare|request timed out|name or service not known|getaddrinfo|error sending request|error trying to connect/i,
  ],
  [
    "cut-stream",
    /stream (?:disconnected|closed|ended)|connection (?:to the api was lost|reset|closed|lost)|econnreset|peer closed|incomplete chunked|unexpected eof|error decoding response body|socket hang up|\[api error: terminated\]/i,
  ],
  ["offline", /connection ?error/i],
];
