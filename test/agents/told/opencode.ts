import { maxFutileCalls } from "../../../src/agents/adapters/futile-calls.ts";
import { limitWords, type Told, times } from "./told.ts";

const start = { type: "step_start", part: { type: "step-start" } };
const says = (text: string) => ({ type: "text", part: { type: "text", text } });
const called = (tool: string, status: string, output = "") => ({
  type: "tool_use",
  part: { type: "tool", tool, state: { status, output } },
});
const finish = (reason: string) => ({
  type: "step_finish",
  part: { reason, tokens: { input: 1000, output: 100, reasoning: 0 }, cost: 0 },
});
const worked = [start, called("write", "completed"), finish("tool-calls"), start];
const error = (name: string, message: string, statusCode?: number, wait?: string) => ({
  type: "error",
  error: {
    name,
    data: {
      message,
      ...(statusCode === undefined ? {} : { statusCode }),
      ...(wait === undefined ? {} : { responseHeaders: { "retry-after": wait } }),
    },
  },
});

const streamError = (words: string): string =>
  `timestamp=1 level=ERROR message="stream error" modelID=m small=false agent=build error.error="AI_APICallError: ${words}"`;

const fails = (situation: string, trouble: string, ...told: Parameters<typeof error>): Told => ({
  ...{ situation, trouble },
  lines: [error(...told)],
  exit: 1,
});

/** opencode 1.18.33. */
export const opencode: readonly Told[] = [
  { situation: "it works", lines: [...worked, says("Done."), finish("stop")], exit: 0, trouble: "" },
  {
    situation: "one malformed call",
    lines: [
      start,
      called("invalid", "completed"),
      finish("tool-calls"),
      start,
      says("Done."),
      finish("stop"),
    ],
    exit: 0,
    trouble: "",
  },
  {
    situation: "malformed calls without end",
    lines: times(maxFutileCalls, called("invalid", "completed")),
    exit: "killed",
    trouble: "endless",
  },
  {
    situation: "failing calls without end",
    lines: times(maxFutileCalls, called("write", "error")),
    exit: "killed",
    trouble: "endless",
  },
  fails("a prompt too long", "too-long", "ContextOverflowError", "Your input exceeds the context window"),
  fails("a cut stream", "cut-stream", "APIError", "Connection reset by server"),
  { situation: "nothing answered", lines: [start, finish("stop")], exit: 0, trouble: "no-answer" },
  {
    situation: "an answer over its length",
    lines: [start, says("I"), finish("length")],
    exit: 0,
    trouble: "",
  },
  { situation: "silence", lines: [], exit: "waiting", trouble: "" },
  {
    situation: "a limit of an hour, which it waits for in silence",
    lines: [],
    errorLines: [streamError("Rate limit reached for scripted"), "timestamp=1 level=INFO message=x"],
    exit: "waiting",
    trouble: "limited",
  },
  {
    situation: "a limit that its request for a title meets",
    lines: [],
    errorLines: [streamError("Rate limit reached for scripted").replace("small=false", "small=true")],
    exit: "waiting",
    trouble: "",
  },
  {
    situation: "a silent wait for what nobody knows",
    lines: [],
    errorLines: [streamError("It broke")],
    exit: "waiting",
    trouble: "",
  },
  fails("a wrong key", "wrong-key", "APIError", "Incorrect API key provided", 401),
  fails("a login that is over", "wrong-key", "ProviderAuthError", "It is over"),
  fails("an overload", "overloaded", "APIError", "The server is currently overloaded", 503),
  fails(
    "no credit",
    "no-credit",
    "APIError",
    "You exceeded your current quota, please check your plan and billing details.",
    429,
  ),
  fails("a payment that is required", "no-credit", "APIError", "Payment required", 402),
  fails("a limit", "limited", "APIError", "Rate limit reached", 429),
  fails("a limit of seconds", "limited 2026-11-29T16:30:02.000Z", "APIError", "Rate limit reached", 429, "2"),
  fails("a subscription's limit", "limited", "APIError", "You have no quota", 402),
  fails("a model that declines", "declined", "ContentFilterError", "The response was blocked"),
  fails("words that nobody knows", "", "UnknownError", "It broke."),
  {
    situation: "a model that speaks of limits",
    lines: [...worked, says(limitWords), finish("stop")],
    exit: 0,
    trouble: "",
  },
  {
    situation: "a tool that prints an error as opencode would",
    lines: [
      start,
      called("bash", "completed", JSON.stringify(error("APIError", limitWords, 429))),
      says("Done."),
      finish("stop"),
    ],
    exit: 0,
    trouble: "",
  },
  {
    situation: "a child that writes an error into its output",
    lines: [...worked, error("APIError", limitWords, 429), says("Done."), finish("stop")],
    exit: 0,
    trouble: "",
  },
  {
    situation: "a child that writes an error into its output, and kills it",
    lines: [...worked, error("APIError", limitWords, 429)],
    exit: "killed",
    trouble: "",
  },
];
