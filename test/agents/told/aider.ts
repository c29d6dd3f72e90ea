import type { Told } from "./told.ts";

const started = ["Aider v0.86.2", "Model: openai/scripted with whole edit format"];
const tokens = (received: number) => `Tokens: 771 sent, ${received} received.`;
const answered = ["hello.txt", "```", "hello", "```", "", tokens(9), "Applied edit to hello.txt"];
const error = (name: string, words: string) => `litellm.${name}: ${name}: OpenAIException - ${words}`;
const again = "Retrying in 0.2 seconds...";

const fails = (situation: string, trouble: string, name: string, words: string): Told => ({
  ...{ situation, trouble },
  lines: [...started, error(name, words), again, error(name, words), "The API provider says something."],
  exit: 0,
});

/** aider 0.86.2, with a model of OpenAI's API and lines that are not broken. */
export const aider: readonly Told[] = [
  { situation: "it works", lines: [...started, ...answered], exit: 0, trouble: "" },
  {
    situation: "nothing answered",
    lines: [...started, "Empty response received from LLM.", tokens(0)],
    exit: 0,
    trouble: "no-answer",
  },
  fails(
    "a prompt too long",
    "too-long",
    "BadRequestError",
    "Your input exceeds the context window of this model.",
  ),
  {
    situation: "a stream that is cut after its beginning",
    lines: [
      ...started,
      "hello.txt",
      "```",
      "hello",
      error("APIConnectionError", "peer closed connection (incomplete chunked read)"),
      "Applied edit to hello.txt",
    ],
    exit: 0,
    trouble: "cut-stream",
  },
  {
    situation: "a stream that is cut within a line",
    lines: [...started, `hello${error("APIConnectionError", "peer closed connection")}`],
    exit: 0,
    trouble: "cut-stream",
  },
  {
    situation: "a cut stream that goes on",
    lines: [...started, error("APIConnectionError", "peer closed connection"), again, ...answered],
    exit: 0,
    trouble: "",
  },
  fails("a server that is not there", "offline", "InternalServerError", "Connection error."),
  { situation: "silence", lines: started, exit: "waiting", trouble: "" },
  fails("a wrong key", "wrong-key", "AuthenticationError", "Incorrect API key provided: scripted."),
  fails("an overload", "overloaded", "ServiceUnavailableError", "The server is currently overloaded"),
  {
    situation: "an overload, as it tries",
    lines: [...started, error("ServiceUnavailableError", "Overloaded"), again],
    exit: "waiting",
    trouble: "overloaded",
  },
  fails(
    "no credit",
    "no-credit",
    "RateLimitError",
    "You exceeded your current quota, please check your plan and billing details.",
  ),
  fails("a payment that is required", "no-credit", "APIError", "Payment required"),
  fails("a limit", "limited", "RateLimitError", "Rate limit reached for scripted"),
  fails(
    "a limit of seconds",
    "limited 2026-11-29T16:30:02.000Z",
    "RateLimitError",
    "Rate limit reached. Please try again in 2s.",
  ),
  fails("a subscription's limit", "limited", "APIError", "You have no quota"),
  fails("words that nobody knows", "", "BadRequestError", "It broke."),
  {
    situation: "a model that speaks as aider does of limits",
    lines: [...started, error("RateLimitError", "Rate limit reached"), again, "Yes, so it says.", tokens(9)],
    exit: 0,
    trouble: "",
  },
  {
    situation: "a child that writes an error into its output, and kills it",
    lines: [...started, error("RateLimitError", "Rate limit reached")],
    exit: "killed",
    trouble: "",
  },
];
