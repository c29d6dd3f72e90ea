/** Whether nobody listens any more, or hung up in the middle. */
export const isConnectionLost = (error: unknown): boolean =>
  hasCode(error, ["ECONNREFUSED", "ECONNRESET", "EPIPE", "UND_ERR_SOCKET"]);

/** Whether nobody was there to take anything. */
export const isConnectionRefused = (error: unknown): boolean => hasCode(error, ["ECONNREFUSED"]);

const hasCode = (error: unknown, codes: readonly string[]): boolean =>
  error instanceof Error &&
  (("code" in error && codes.includes(String(error.code))) || hasCode(error.cause, codes));
