import { maxFutileCalls } from "../../../src/agents/adapters/futile-calls.ts";
import { limitWords, type Told, times } from "./told.ts";

const started = [
  { type: "user.message", data: {} },
  { type: "assistant.turn_start", data: {} },
];
const says = (content: string) => ({ type: "assistant.message", data: { content, toolRequests: [] } });
const called = (success: boolean, content = "") => ({
  type: "tool.execution_complete",
  data: { success, result: { content } },
});
const result = (exitCode: number) => ({ type: "result", exitCode, usage: { premiumRequests: 0 } });
const error = (message: string, statusCode?: number, errorType = "query") => ({
  type: "session.error",
  data: { errorType, message, ...(statusCode === undefined ? {} : { statusCode }) },
});
const tried = "Failed to get response from the AI model; retried 5 times Last error: ";

const fails = (situation: string, trouble: string, ...told: Parameters<typeof error>): Told => ({
  ...{ situation, trouble },
  lines: [...started, error(...told), result(1)],
  exit: 1,
});

/** GitHub Copilot CLI 1.0.102, and words that its users report. */
export const copilot: readonly Told[] = [
  {
    situation: "it works",
    lines: [...started, called(true), says("Done."), result(0)],
    exit: 0,
    trouble: "",
  },
  {
    situation: "one malformed call",
    lines: [...started, called(false), says("Done."), result(0)],
    exit: 0,
    trouble: "",
  },
  {
    situation: "malformed calls without end",
    lines: [...started, ...times(maxFutileCalls, called(false))],
    exit: "killed",
    trouble: "endless",
  },
  fails("a prompt too long", "too-long", "The provider rejected the prompt as too long, but …"),
  fails(
    "a cut stream",
    "cut-stream",
    `${tried}Failed native model HTTP request: error decoding response body`,
  ),
  fails(
    "a server that is not there",
    "offline",
    "Could not connect to local model provider at http://127.0.0.1:9/v1.",
  ),
  fails("nothing answered", "no-answer", "No response was returned. Send your message again to retry."),
  { situation: "silence", lines: started, exit: "waiting", trouble: "" },
  fails("a wrong key", "wrong-key", "Authentication failed with provider (HTTP 401).", 401, "authentication"),
  fails(
    "an overload",
    "overloaded",
    `${tried}503 The server is currently overloaded with other requests.`,
    503,
  ),
  fails(
    "no credit",
    "no-credit",
    `${tried}429 You exceeded your current quota, please check your plan and billing details.`,
    ...([429, "rate_limit"] as const),
  ),
  fails("a payment that is required", "no-credit", "402 Payment required", 402),
  fails(
    "a limit of seconds",
    "limited 2026-11-29T16:30:02.000Z",
    `${tried}429 Rate limit reached. Please try again in 2s.`,
    ...([429, "rate_limit"] as const),
  ),
  fails("a limit", "limited", "429 Rate limit reached for scripted.", 429, "rate_limit"),
  fails("a subscription's limit", "limited", "402 You have no quota", 402),
  fails(
    "a plan's limit",
    "limited",
    "Quota exceeded. Upgrade to increase your limit: https://github.com/plans",
  ),
  fails("a limit of premium requests", "limited", "You have exceeded your premium request allowance."),
  fails("words that nobody knows", "", "It broke.", 400),
  {
    situation: "a model that speaks of limits",
    lines: [...started, says(limitWords), result(0)],
    exit: 0,
    trouble: "",
  },
  {
    situation: "a tool that prints an error as Copilot would",
    lines: [...started, called(true, JSON.stringify(error(limitWords, 429))), says("Done."), result(0)],
    exit: 0,
    trouble: "",
  },
  {
    situation: "a child that writes an error into its output",
    lines: [...started, called(true), error(limitWords, 429), says("Done."), result(0)],
    exit: 0,
    trouble: "",
  },
  {
    situation: "a child that writes an error into its output, and kills it",
    lines: [...started, called(true), error(limitWords, 429)],
    exit: "killed",
    trouble: "",
  },
];
