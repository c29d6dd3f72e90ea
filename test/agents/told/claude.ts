import { maxFutileCalls } from "../../../src/agents/adapters/futile-calls.ts";
import { limitWords, type Told, times } from "./told.ts";

const init = { type: "system", subtype: "init" };
const retry = (error_status: number | null, error: string) => ({
  ...{ type: "system", subtype: "api_retry", attempt: 2, max_retries: 10 },
  ...{ error_status, error },
});
const called = (is_error: boolean, content = "") => [
  { type: "assistant", message: { content: [{ type: "tool_use" }] } },
  { type: "user", message: { content: [{ type: "tool_result", is_error, content }] } },
];
const done = (result: string) => ({
  ...{ type: "result", subtype: "success", is_error: false, api_error_status: null },
  ...{ stop_reason: "end_turn", terminal_reason: "completed", result },
});
const failed = (error: string, result: string, more: object = {}) => [
  { type: "assistant", message: { model: "<synthetic>" }, error },
  {
    ...{ ...done(result), is_error: true, stop_reason: "stop_sequence", terminal_reason: "api_error" },
    ...more,
  },
];
const rejected = (resetsAt: number, status = "rejected") => ({
  type: "rate_limit_event",
  rate_limit_info: { status, resetsAt, rateLimitType: "five_hour" },
});
const nine = Date.parse("2026-11-29T20:00:00Z") / 1000;
const lost = "API Error: Connection to the API was lost (ECONNRESET).";
const overLimit = "API Error: Request rejected (429) · This request would exceed your account's rate limit.";

/** Claude Code 2.1.197 and 2.1.332, and the words of its subscriptions. */
export const claude: readonly Told[] = [
  { situation: "it works", lines: [init, ...called(false), done("Done.")], exit: 0, trouble: "" },
  {
    situation: "one malformed call",
    lines: [init, ...called(true), done("Done.")],
    exit: 0,
    trouble: "",
  },
  {
    situation: "malformed calls without end",
    lines: [init, ...times(maxFutileCalls, called(true)).flat()],
    exit: "killed",
    trouble: "endless",
  },
  {
    situation: "failing calls with one that works between them",
    lines: [
      init,
      ...times(maxFutileCalls - 1, called(true)).flat(),
      ...called(false),
      ...times(maxFutileCalls - 1, called(true)).flat(),
    ],
    exit: "killed",
    trouble: "",
  },
  {
    situation: "a prompt too long",
    lines: [
      init,
      ...failed("invalid_request", "Prompt is too long · the request is ~208310 tokens", {
        ...{ api_error_status: 400, terminal_reason: "prompt_too_long" },
      }),
    ],
    exit: 1,
    trouble: "too-long",
  },
  {
    situation: "a cut stream",
    lines: [init, ...failed("server_error", lost, { terminal_reason: "completed" })],
    exit: 1,
    trouble: "cut-stream",
  },
  {
    situation: "a cut stream, after tries",
    lines: [init, retry(null, "unknown"), ...failed("server_error", lost)],
    exit: 1,
    trouble: "cut-stream",
  },
  {
    situation: "a reset connection",
    lines: [init, ...failed("server_error", "API Error: Connection dropped (ECONNRESET).")],
    exit: 1,
    trouble: "cut-stream",
  },
  {
    situation: "a server that is not there",
    lines: [init, ...failed("server_error", "API Error: Connection refused (ECONNREFUSED)")],
    exit: 1,
    trouble: "offline",
  },
  {
    situation: "a server that does not answer, as it tries",
    lines: [init, retry(null, "unknown")],
    exit: "waiting",
    trouble: "offline",
  },
  {
    situation: "a cut stream that goes on",
    lines: [init, retry(null, "unknown"), ...called(false), done("Done.")],
    exit: 0,
    trouble: "",
  },
  {
    situation: "nothing answered",
    lines: [init, { type: "user", message: { content: "Go on." } }, done("")],
    exit: 0,
    trouble: "no-answer",
  },
  { situation: "nothing said, but done", lines: [init, ...called(false), done("")], exit: 0, trouble: "" },
  { situation: "silence", lines: [init], exit: "waiting", trouble: "" },
  {
    situation: "a wrong key, as it tries",
    lines: [init, { ...retry(401, "authentication_failed"), attempt: 3 }],
    exit: "killed",
    trouble: "wrong-key",
  },
  {
    situation: "a wrong key",
    lines: [
      init,
      retry(401, "authentication_failed"),
      ...failed("authentication_failed", "Invalid API key", { api_error_status: 401 }),
    ],
    exit: 1,
    trouble: "wrong-key",
  },
  {
    situation: "an answer over its length",
    lines: [
      init,
      ...failed("max_output_tokens", "API Error: the response exceeded the output token maximum"),
    ],
    exit: 1,
    trouble: "",
  },
  {
    situation: "an overload, as it tries",
    lines: [init, retry(529, "overloaded")],
    exit: "waiting",
    trouble: "overloaded",
  },
  {
    situation: "an overload",
    lines: [
      init,
      retry(529, "overloaded"),
      ...failed("server_error", "API Error: 529 Overloaded.", { api_error_status: 529 }),
    ],
    exit: 1,
    trouble: "overloaded",
  },
  {
    situation: "no credit",
    lines: [init, ...failed("billing_error", "Credit balance is too low", { api_error_status: 400 })],
    exit: 1,
    trouble: "no-credit",
  },
  {
    situation: "a payment that is required",
    lines: [init, ...failed("unknown", "API Error: 402 There's an issue", { api_error_status: 402 })],
    exit: 1,
    trouble: "no-credit",
  },
  {
    situation: "a limit, as it tries",
    lines: [init, retry(429, "rate_limit")],
    exit: "waiting",
    trouble: "limited",
  },
  {
    situation: "a limit",
    lines: [init, ...failed("rate_limit", overLimit, { api_error_status: 429 })],
    exit: 1,
    trouble: "limited",
  },
  {
    situation: "a subscription's limit",
    lines: [
      init,
      rejected(nine),
      ...failed("rate_limit", "You've hit your 5-hour limit · resets 9pm (Europe/Warsaw)", {
        ...{ api_error_status: 429, api_error: "usage_limit_reached" },
      }),
    ],
    exit: 1,
    trouble: "limited 2026-11-29T20:00:00.000Z",
  },
  {
    situation: "a subscription's limit in words alone",
    lines: [init, ...failed("rate_limit", "You've hit your session limit · resets 4:20am (Europe/Warsaw)")],
    exit: 1,
    trouble: "limited 2026-11-30T03:20:00.000Z",
  },
  {
    situation: "the limit of an older version",
    lines: [init, { ...done("Claude AI usage limit reached|1796000000"), is_error: true }],
    exit: 1,
    trouble: "limited 2026-11-30T00:53:20.000Z",
  },
  {
    situation: "a limit that is near",
    lines: [init, rejected(nine, "allowed_warning"), ...called(false), done("Done.")],
    exit: 0,
    trouble: "",
  },
  {
    situation: "another failure while a limit is near",
    lines: [init, rejected(nine, "allowed_warning"), ...failed("unknown", "It broke.")],
    exit: 1,
    trouble: "",
  },
  {
    situation: "a model that declines",
    lines: [init, ...failed("invalid_request", "API Error: flagged", { stop_reason: "refusal" })],
    exit: 1,
    trouble: "declined",
  },
  {
    situation: "a refusal in the model's words",
    lines: [init, ...called(false), done("I can't help with that.")],
    exit: 0,
    trouble: "",
  },
  {
    situation: "a model that speaks of limits",
    lines: [init, ...called(false), done(limitWords)],
    exit: 0,
    trouble: "",
  },
  {
    situation: "a tool that prints an error as Claude Code would",
    lines: [init, ...called(true, JSON.stringify(failed("rate_limit", limitWords))), done("Done.")],
    exit: 0,
    trouble: "",
  },
  {
    situation: "a child that writes an error into its output",
    lines: [init, ...called(false), ...failed("rate_limit", limitWords, { api_error_status: 429 })],
    exit: 0,
    trouble: "",
  },
  {
    situation: "a child that writes an error into its output, and kills it",
    lines: [init, ...called(false), ...failed("rate_limit", limitWords, { api_error_status: 429 })],
    exit: "killed",
    trouble: "",
  },
  {
    situation: "a child that writes an error into its output, and kills its sandbox",
    lines: [init, ...called(false), ...failed("rate_limit", limitWords, { api_error_status: 429 })],
    exit: 137,
    trouble: "",
  },
  {
    situation: "a child that writes tries with a wrong key into its output",
    lines: [init, ...called(false), { ...retry(401, "authentication_failed"), attempt: 9 }],
    exit: "killed",
    trouble: "",
  },
  {
    situation: "an option that it does not know",
    lines: [],
    errorLines: ["error: unknown option"],
    exit: 1,
    trouble: "",
  },
];
