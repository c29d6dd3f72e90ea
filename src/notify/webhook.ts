import { setTimeout as sleep } from "node:timers/promises";
import { MilepostError } from "../core/error.ts";
import { fetchFromForge } from "../github/fetch.ts";

/** A notice on its way to a webhook. */
interface Posted {
  /** By which a receiver can tell that it comes again. */
  readonly id: string;
  /** What is posted, when it may have arrived before, too. */
  readonly body: (repeat: boolean) => object;
  readonly repeat: boolean;
}

/** Milliseconds that all tries may take together: lanes that could start wait meanwhile. */
const most = 10_000;

/**
 * Posts a notice, and again where that may help.
 *
 * @throws {MilepostError} when it was not taken. Nothing in it tells the URL, which is a secret.
 */
export const postNotice = async (url: URL, posted: Posted): Promise<void> => {
  const signal = AbortSignal.timeout(most);
  let { repeat } = posted;
  for (let tries = 1; ; tries += 1) {
    const problem = await post(url, { ...posted, repeat }, signal);
    if (problem === null) return;
    repeat ||= problem.mayHaveArrived;
    if (problem.waitMs === null || tries === 3 || signal.aborted) throw new MilepostError(problem.message);
    await sleep(problem.waitMs, undefined, { signal }).catch(() => undefined);
  }
};

/** What was wrong, and after how long it may be right; `null` when nothing was. */
type PostProblem = {
  readonly message: string;
  readonly waitMs: number | null;
  readonly mayHaveArrived: boolean;
} | null;

const post = async (url: URL, { body, id, repeat }: Posted, signal: AbortSignal): Promise<PostProblem> => {
  try {
    const { status, headers } = await fetchFromForge(url.href, {
      method: "POST",
      headers: { "content-type": "application/json", "user-agent": "milepost", "idempotency-key": id },
      body: JSON.stringify(body(repeat)),
      signal,
    });
    if (status < 300) return null;
    const mayPass = status === 429 || status >= 500;
    return {
      message: `it was answered ${status}`,
      waitMs: mayPass ? waitOf(headers) : null,
      mayHaveArrived: false,
    };
  } catch (error) {
    const why = signal.aborted ? silence : wordsOf(error);
    return { message: `it was not answered: ${why}`, waitMs: 1000, mayHaveArrived: true };
  }
};

const silence = `nothing within ${most / 1000} s`;

const waitOf = (headers: ReadonlyMap<string, string>): number => {
  const asked = Number(headers.get("retry-after"));
  return asked > 0 ? Math.min(asked * 1000, most) : 1000;
};

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
