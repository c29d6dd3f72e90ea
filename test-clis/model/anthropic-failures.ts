import type { ErrorAnswer, Failure } from "./dialect.ts";

const error = (status: number, type: string, message: string, headers = {}): ErrorAnswer => ({
  status,
  headers,
  body: { type: "error", error: { type, message } },
});

const perMinute =
  "This request would exceed your organization's rate limit of 30,000 input tokens per minute.";

/** Errors of Anthropic's API; what is used up is said by headers to those who have a subscription. */
export const anthropicFailures = (resetsAt: number): Readonly<Record<Failure, ErrorAnswer>> => ({
  limited: error(429, "rate_limit_error", perMinute),
  "limited-an-hour": error(429, "rate_limit_error", perMinute, { "retry-after": "3600" }),
  "usage-used-up": error(429, "rate_limit_error", "This request would exceed your account's rate limit.", {
    "retry-after": "10800",
    "anthropic-ratelimit-unified-status": "rejected",
    "anthropic-ratelimit-unified-reset": String(resetsAt),
    "anthropic-ratelimit-unified-representative-claim": "five_hour",
    "anthropic-ratelimit-unified-overage-status": "rejected",
    "anthropic-ratelimit-unified-overage-disabled-reason": "org_level_disabled",
  }),
  overloaded: error(529, "overloaded_error", "Overloaded"),
  "no-credit": error(
    400,
    "invalid_request_error",
    "Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing.",
  ),
  "payment-required": error(402, "billing_error", "There's an issue with your billing information."),
  "wrong-key": error(401, "authentication_error", "invalid x-api-key"),
  "too-long": error(400, "invalid_request_error", "prompt is too long: 208310 tokens > 200000 maximum"),
});
