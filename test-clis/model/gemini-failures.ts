import type { ErrorAnswer, Failure } from "./dialect.ts";

const error = (
  code: number,
  status: string,
  message: string,
  details: readonly object[] = [],
): ErrorAnswer => ({
  status: code,
  body: { error: { code, message, status, details } },
});

const type = (name: string) => ({ "@type": `type.googleapis.com/google.rpc.${name}` });

const exhausted = (retryDelay: string): ErrorAnswer =>
  error(
    429,
    "RESOURCE_EXHAUSTED",
    `You exceeded your current quota, please check your plan and billing details. * Quota exceeded for metric: generativelanguage.googleapis.com/generate_content_paid_tier_requests, limit: 10\nPlease retry in ${retryDelay}.`,
    [{ ...type("RetryInfo"), retryDelay }],
  );

/** Errors of Google's API. */
export const geminiFailures = (): Readonly<Record<Failure, ErrorAnswer>> => ({
  limited: error(429, "RESOURCE_EXHAUSTED", "Resource has been exhausted (e.g. check quota)."),
  "limited-an-hour": exhausted("3600s"),
  "usage-used-up": error(429, "RESOURCE_EXHAUSTED", "You exceeded your current quota.", [
    {
      ...type("QuotaFailure"),
      violations: [{ quotaId: "GenerateRequestsPerDayPerProjectPerModel-FreeTier", quotaValue: "100" }],
    },
  ]),
  overloaded: error(503, "UNAVAILABLE", "The model is overloaded. Please try again later."),
  "no-credit": error(
    429,
    "RESOURCE_EXHAUSTED",
    "Your prepayment credits are depleted. Please go to AI Studio to manage your project and billing.",
  ),
  "payment-required": error(403, "PERMISSION_DENIED", "This API method requires billing to be enabled."),
  "wrong-key": error(400, "INVALID_ARGUMENT", "API key not valid. Please pass a valid API key.", [
    { ...type("ErrorInfo"), reason: "API_KEY_INVALID", domain: "googleapis.com" },
  ]),
  "too-long": error(
    400,
    "INVALID_ARGUMENT",
    "The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).",
  ),
});
