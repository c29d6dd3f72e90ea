import type { RateState } from "./context.ts";
import { HttpError } from "./errors.ts";

/** The limits that a forge enforces; without one, requests are counted and never refused. */
export interface RateLimits {
  /** Requests of one identity in an hour. */
  readonly perHour?: number;
  /** Content-creating requests of one identity in a minute. */
  readonly createsPerMinute?: number;
}

interface Count {
  used: number;
  /** Milliseconds since 1970 when the count starts again. */
  ends: number;
}

const hour = 3_600_000;
const minute = 60_000;
const githubsPerHour = 5_000;

/** Counts the requests of each identity, and refuses over GitHub's limits in GitHub's words. */
export class RateCounter {
  readonly #limits: RateLimits;
  readonly #requests = new Map<string, Count>();
  readonly #creates = new Map<string, Count>();

  constructor(limits: RateLimits) {
    this.#limits = limits;
  }

  /** @throws HttpError 403 when the identity is over its hour's requests. */
  count(login: string, now: number): void {
    const { perHour } = this.#limits;
    const requests = current(this.#requests, login, now, hour);
    if (perHour !== undefined && requests.used >= perHour) throw overPrimary(login);
    requests.used += 1;
  }

  /** Counts what makes something besides. @throws HttpError 403 when the identity makes too much in a minute. */
  countCreate(login: string, now: number): void {
    const { createsPerMinute } = this.#limits;
    if (createsPerMinute === undefined) return;
    const creates = current(this.#creates, login, now, minute);
    if (creates.used >= createsPerMinute) throw overSecondary(creates.ends - now);
    creates.used += 1;
  }

  /** Takes back a request that turned out to be free: one answered with 304. */
  forgive(login: string, now: number): void {
    const requests = current(this.#requests, login, now, hour);
    requests.used = Math.max(0, requests.used - 1);
  }

  state(login: string, now: number): RateState {
    const { used, ends } = current(this.#requests, login, now, hour);
    return { limit: this.#limits.perHour ?? githubsPerHour, used, reset: Math.ceil(ends / 1000) };
  }
}

const current = (counts: Map<string, Count>, login: string, now: number, span: number): Count => {
  const known = counts.get(login);
  if (known && known.ends > now) return known;
  const fresh = { used: 0, ends: now + span };
  counts.set(login, fresh);
  return fresh;
};

const overPrimary = (login: string): HttpError =>
  new HttpError(403, { message: `API rate limit exceeded for user ${login}.` });

const overSecondary = (milliseconds: number): HttpError =>
  new HttpError(
    403,
    { message: "You have exceeded a secondary rate limit. Please wait a few minutes before you try again." },
    { "retry-after": String(Math.max(1, Math.ceil(milliseconds / 1000))) },
  );
