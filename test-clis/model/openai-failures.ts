import type { ErrorAnswer, Failure } from "./dialect.ts";

const error = (
  status: number,
  code: string,
  message: string,
  more: object = {},
  headers = {},
): ErrorAnswer => ({
  status,
  headers,
  body: { error: { message, type: code, param: null, code, ...more } },
});

const perMinute =
  "Rate limit reached for scripted on tokens per min (TPM): Limit 30000, Used 30000, Requested 900.";

/** Errors of OpenAI's two APIs, and of those that speak as they do. */
export const openAiFailures = (resetsAt: number): Readonly<Record<Failure, ErrorAnswer>> => ({
  limited: error(429, "rate_limit_exceeded", `${perMinute} Please try again in 2s.`),
  "limited-an-hour": error(429, "rate_limit_exceeded", perMinute, {}, { "retry-after": "3600" }),
  "usage-used-up": error(429, "usage_limit_reached", "The usage limit has been reached", {
    plan_type: "plus",
    resets_at: resetsAt,
  }),
  overloaded: error(503, "server_is_overloaded", "The server is currently overloaded with other requests."),
  "no-credit": error(
    429,
    "insufficient_quota",
    "You exceeded your current quota, please check your plan and billing details.",
  ),
  "payment-required": error(402, "payment_required", "Payment required"),
  "wrong-key": error(401, "invalid_api_key", "Incorrect API key provided: scripted."),
  "too-long": error(
    400,
    "context_length_exceeded",
    "Your input exceeds the context window of this model. Please adjust your input and try again.",
  ),
});
