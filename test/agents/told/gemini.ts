import { maxFutileCalls } from "../../../src/agents/adapters/futile-calls.ts";
import { limitWords, type Told, times } from "./told.ts";

const init = [{ type: "init" }, { type: "message", role: "user", content: "Write hello.txt." }];
const says = (content: string) => ({ type: "message", role: "assistant", content, delta: true });
const called = (status: string, output = "") => [
  { type: "tool_use", tool_name: "write_file" },
  { type: "tool_result", status, output },
];
const success = { type: "result", status: "success", stats: { input_tokens: 1000, output_tokens: 100 } };
const failed = (message: string) => ({
  type: "result",
  status: "error",
  error: { type: "unknown", message },
});
const api = (code: number, message: string) =>
  `[API Error: ${JSON.stringify({ error: { code, message, status: "X" } })}]`;
const warns = (message: string) => ({ type: "error", severity: "error", message });

const fails = (situation: string, message: string, exit: number, trouble: string): Told => ({
  ...{ situation, exit, trouble },
  lines: [...init, failed(message)],
});
const waits = (situation: string, errorLine: string, trouble: string): Told => ({
  ...{ situation, trouble },
  lines: init,
  errorLines: ["Attempt 1 failed with status 500. Retrying with backoff...", errorLine, "  status: 503"],
  exit: "waiting",
});

/** Gemini CLI 0.61.0, and words that its users report. */
export const gemini: readonly Told[] = [
  {
    situation: "it works",
    lines: [...init, ...called("success"), says("Done."), success],
    exit: 0,
    trouble: "",
  },
  {
    situation: "one malformed call",
    lines: [...init, ...called("error"), says("Done."), success],
    exit: 0,
    trouble: "",
  },
  {
    situation: "malformed calls, of which it makes an end itself",
    lines: [...init, ...called("error"), warns("Loop detected, stopping execution"), success],
    exit: 0,
    trouble: "endless",
  },
  {
    situation: "failing calls without end",
    lines: [...init, ...times(maxFutileCalls, called("error")).flat()],
    exit: "killed",
    trouble: "endless",
  },
  {
    situation: "no key and no login",
    lines: [],
    errorLines: [
      "YOLO mode is enabled. All tool calls will be automatically approved.",
      "Please set an Auth method in your /home/ada/.gemini/settings.json or specify one of the following",
    ],
    exit: 41,
    trouble: "wrong-key",
    says: "Please set an Auth method",
  },
  {
    situation: "what a tool says on standard error",
    lines: [...init, ...called("success")],
    errorLines: [limitWords],
    exit: 1,
    trouble: "",
    says: "",
  },
  fails("turns used up", "Reached max session turns for this session.", 53, "endless"),
  fails(
    "a prompt too long",
    api(400, "The input token count exceeds the maximum number of tokens allowed"),
    144,
    "too-long",
  ),
  fails("a cut stream", "[API Error: terminated]", 1, "cut-stream"),
  fails(
    "a server that is not there",
    "[API Error: exception TypeError: fetch failed sending request]",
    1,
    "offline",
  ),
  {
    situation: "nothing answered",
    lines: [
      ...init,
      warns("The model returned an empty response with no text or thoughts."),
      { type: "result", status: "error" },
    ],
    exit: 0,
    trouble: "no-answer",
  },
  { situation: "silence", lines: init, exit: "waiting", trouble: "" },
  fails("a wrong key", api(400, "API key not valid. Please pass a valid API key."), 144, "wrong-key"),
  fails("a login that is missing", "Please set an Auth method", 41, "wrong-key"),
  waits(
    "an overload, as it tries",
    'Attempt 2 failed with status 503. Retrying with backoff... {"error":{"code":503}}',
    "overloaded",
  ),
  fails("an overload", api(503, "The model is overloaded."), 247, "overloaded"),
  waits(
    "a server that is not there, as it tries",
    "Attempt 2 failed. Retrying with backoff... Error: exception TypeError: fetch failed sending request",
    "offline",
  ),
  fails(
    "a payment that is required",
    api(403, "This API method requires billing to be enabled."),
    147,
    "no-credit",
  ),
  fails("no credit", api(429, "Your prepayment credits are depleted."), 173, "no-credit"),
  waits(
    "a limit, as it tries",
    "Attempt 2 failed: You exceeded your current quota, please check your plan and billing details. * Quota exceeded for metric: requests",
    "limited",
  ),
  fails(
    "a limit of an hour",
    "[API Error: You exceeded your current quota, please check your plan and billing details. * Quota exceeded for metric: requests\nPlease retry in 3600s.]",
    173,
    "limited 2026-11-29T17:30:00.000Z",
  ),
  fails("a day's limit", "[API Error: You have exhausted your daily quota on this model.]", 173, "limited"),
  fails(
    "a login's limit",
    "[API Error: You have reached your daily gemini-2.5-pro quota limit]",
    1,
    "limited",
  ),
  fails(
    "a limit of seconds",
    "[API Error: You have exhausted your capacity on this model. Your quota will reset after 5s.]",
    1,
    "limited 2026-11-29T16:30:05.000Z",
  ),
  fails("a resource's limit", "[API Error: Resource has been exhausted (e.g. check quota).]", 1, "limited"),
  { situation: "a limit that only the exit tells", lines: init, exit: 173, trouble: "limited" },
  {
    situation: "a limit that passed",
    lines: [...init, ...called("success"), says("Done."), success],
    errorLines: ["Attempt 1 failed with status 429. Retrying with backoff..."],
    exit: 0,
    trouble: "",
  },
  {
    situation: "silence after a limit that passed",
    lines: [...init, ...called("success")],
    exit: "waiting",
    trouble: "",
  },
  {
    situation: "a model that declines",
    lines: [
      ...init,
      warns("The model response was blocked due to safety settings."),
      { type: "result", status: "error" },
    ],
    exit: 0,
    trouble: "declined",
  },
  fails("words that nobody knows", "[API Error: It broke.]", 1, ""),
  {
    situation: "a model that speaks of limits",
    lines: [...init, says(limitWords), success],
    exit: 0,
    trouble: "",
  },
  {
    situation: "a tool that prints an error as Gemini would",
    lines: [...init, ...called("success", JSON.stringify(failed(limitWords))), says("Done."), success],
    exit: 0,
    trouble: "",
  },
  {
    situation: "a child that writes an error into its output",
    lines: [...init, ...called("success"), failed(api(429, limitWords)), success],
    exit: 0,
    trouble: "",
  },
  {
    situation: "a child that writes an error into its output, and kills it",
    lines: [...init, ...called("success"), failed(api(429, limitWords))],
    exit: "killed",
    trouble: "",
  },
  {
    situation: "an option that it does not know",
    lines: [],
    errorLines: ["Unknown argument"],
    exit: 1,
    trouble: "",
  },
];
