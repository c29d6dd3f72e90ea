/** Whether nobody listens any more, or hung up in the middle. */
export const isConnectionLost = (error: unknown): boolean =>
  hasCode(error, ["ECONNREFUSED", "ECONNRESET", "EPIPE", "UND_ERR_SOCKET"]);

/** Whether nobody was there to take anything. */
export const isConnectionRefused = (error: unknown): boolean => hasCode(error, ["ECONNREFUSED"]);

/** Whether nothing of what was sent can have arrived. */
export const isNeverSent = (error: unknown): boolean =>
  hasCode(error, [
    ...["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH", "UND_ERR_CONNECT_TIMEOUT"],
  ]);

const hasCode = (error: unknown, codes: readonly string[]): boolean =>
  error instanceof Error &&
  (("code" in error && codes.includes(String(error.code))) || hasCode(error.cause, codes));
