import { maxFutileCalls } from "../../../src/agents/adapters/futile-calls.ts";
import { limitWords, type Told, times } from "./told.ts";

const started = [
  { type: "thread.started" },
  { type: "item.completed", item: { type: "error", message: "Model metadata not found." } },
  { type: "turn.started" },
];
const ran = (status: string, aggregated_output = "") => ({
  type: "item.completed",
  item: { type: "command_execution", status, aggregated_output },
});
const says = (text: string) => ({ type: "item.completed", item: { type: "agent_message", text } });
const completed = { type: "turn.completed", usage: { input_tokens: 1000, output_tokens: 100 } };
const again = (why: string) => ({ type: "error", message: `Reconnecting... 1/5 (${why})` });
const failed = (message: string) => [
  ...started,
  { type: "error", message },
  { type: "turn.failed", error: { message } },
];
const unparsed =
  "2026-11-29T22:57:27Z ERROR codex_core::tools::router: error=failed to parse function arguments";
const limit = "exceeded retry limit, last status: 429 Too Many Requests";

const unrefreshed = (why: string) => `Your access token could not be refreshed ${why} sign in again.`;
const broken = (how: string) =>
  `Error while reading the server response: HTTP status ${how} for url (https://chatgpt.com/), request id: r`;

const fails = (situation: string, words: string, trouble: string): Told => ({
  ...{ situation, trouble },
  lines: failed(words),
  exit: 1,
});

/** Codex 0.171.0: its words are those of its own source (`protocol/src/error.rs`, `exec/src/lib.rs`). */
export const codex: readonly Told[] = [
  {
    situation: "it works",
    lines: [...started, ran("completed"), says("Done."), completed],
    exit: 0,
    trouble: "",
  },
  {
    situation: "one malformed call",
    lines: [...started, says("Done."), completed],
    errorLines: [unparsed],
    exit: 0,
    trouble: "",
  },
  {
    situation: "malformed calls without end",
    lines: started,
    errorLines: times(maxFutileCalls, unparsed),
    exit: "killed",
    trouble: "endless",
  },
  {
    situation: "failing calls without end",
    lines: [...started, ...times(maxFutileCalls, ran("failed"))],
    exit: "killed",
    trouble: "endless",
  },
  {
    situation: "a login that somebody else renewed, told by an event alone",
    lines: [
      { type: "thread.started" },
      {
        type: "error",
        message: unrefreshed("because your refresh token was already used. Please log out and"),
      },
    ],
    exit: 1,
    trouble: "wrong-key",
    says: "sign in again",
  },
  {
    situation: "settings that it does not take, told on standard error alone",
    lines: [],
    errorLines: ['Error loading config.toml: `wire_api = "chat"` is no longer supported.'],
    exit: 1,
    trouble: "",
    says: "is no longer supported",
  },
  {
    situation: "a setting that it does not know, told with its place on lines of its own",
    lines: [],
    errorLines: [
      "Error loading config.toml:",
      "/home/ada/.codex/config.toml:12:1: unknown configuration field `network_access`",
    ],
    exit: 1,
    trouble: "",
    says: "config.toml:12:1: unknown configuration field",
  },
  {
    situation: "a folder that it does not trust",
    lines: [],
    errorLines: ["Not inside a trusted directory and --skip-git-repo-check was not specified."],
    exit: 1,
    trouble: "",
    says: "Not inside a trusted directory",
  },
  {
    situation: "a conversation that it cannot find",
    lines: [],
    errorLines: ["Error: thread/resume: thread/resume failed: no rollout found for thread id 0199"],
    exit: 1,
    trouble: "",
    says: "no rollout found",
  },
  {
    situation: "what a command says on standard error",
    lines: [...started, ran("failed")],
    errorLines: [limitWords],
    exit: 1,
    trouble: "",
  },
  fails("a prompt too long", "Codex ran out of room in the model's context window.", "too-long"),
  fails("a cut stream", "stream disconnected before completion: Transport error", "cut-stream"),
  fails("a reset connection", "stream disconnected before completion: error sending request", "offline"),
  {
    situation: "a server that is not there, as it tries",
    lines: [
      ...started,
      {
        type: "error",
        message: "Reconnecting... waiting for network (Connection failed: error sending request)",
      },
    ],
    exit: "waiting",
    trouble: "offline",
  },
  {
    situation: "a cut stream that goes on",
    lines: [
      ...started,
      again("stream disconnected before completion"),
      ran("completed"),
      says("Done."),
      completed,
    ],
    exit: 0,
    trouble: "",
  },
  { situation: "nothing answered", lines: [...started, completed], exit: 0, trouble: "no-answer" },
  { situation: "silence", lines: started, exit: "waiting", trouble: "" },
  fails("a wrong key", "unexpected status 401 Unauthorized: Incorrect API key provided", "wrong-key"),
  fails("a key that is not set", "Missing environment variable: `AZURE_KEY`.", "wrong-key"),
  ...[
    "because your refresh token has expired. Please log out and",
    "because your refresh token was revoked. Please log out and",
    "because you have since logged out or signed in to another account. Please",
  ].map((why) => fails(`a login that is over ${why}`, unrefreshed(why), "wrong-key")),
  fails("an overload", "Selected model is at capacity. Please try a different model.", "overloaded"),
  fails(
    "high demand",
    "We're currently experiencing high demand, which may cause temporary errors.",
    "overloaded",
  ),
  fails("an answer that broke off", broken("server error (503 Service Unavailable)"), "overloaded"),
  fails("a limit that an answer broke off at", broken("client error (429 Too Many Requests)"), "limited"),
  fails("an answer that never came", "request timed out", "offline"),
  fails(
    "a region that its server is closed to",
    "Access blocked by Cloudflare. This usually happens when connecting from a restricted region (status 403 Forbidden), url: https://chatgpt.com/backend-api/codex/responses",
    "offline",
  ),
  fails(
    "work that its model declines",
    "This content was flagged for possible cybersecurity risk. If this seems wrong, try rephrasing your request.",
    "declined",
  ),
  fails("a broken server", "unexpected status 502 Bad Gateway", "overloaded"),
  fails("no credit", "Quota exceeded. Check your plan and billing details.", "no-credit"),
  fails("a payment that is required", "unexpected status 402 Payment Required", "no-credit"),
  fails("a plan without it", "To use Codex with your ChatGPT plan, upgrade to Plus: https://…", "no-credit"),
  fails(
    "a workspace without credits",
    "Your workspace is out of credits. Add credits to continue.",
    "no-credit",
  ),
  fails(
    "a workspace's spend cap",
    "You hit your spend cap set by the owner of your workspace. Ask an owner to increase your spend cap to continue.",
    "no-credit",
  ),
  fails("a limit", limit, "limited"),
  {
    situation: "a limit of an hour, which it waits for in silence",
    lines: [...started, again(limit)],
    exit: "waiting",
    trouble: "limited",
  },
  {
    situation: "silence after a limit that was over",
    lines: [...started, again(limit), ran("completed")],
    exit: "waiting",
    trouble: "",
  },
  fails(
    "a subscription's limit",
    "You've hit your usage limit. Upgrade to Pro (https://…), visit https://… to purchase more credits or try again at Dec 3rd, 2026 2:46 AM.",
    "limited 2026-12-03T01:46:00.000Z",
  ),
  fails(
    "a subscription's limit whose end it does not know",
    "You've hit your usage limit. Visit https://… to purchase more credits or try again later.",
    "limited",
  ),
  fails(
    "one model's limit",
    "You've hit your usage limit for gpt-5-mini. Switch to another model now, or try again at 12:16 PM.",
    "limited 2026-11-30T11:16:00.000Z",
  ),
  fails(
    "a subscription's limit of days",
    "You've hit your usage limit. Upgrade to Pro (…) or try again in 2 days 17 hours 14 minutes.",
    "limited 2026-12-02T09:44:00.000Z",
  ),
  fails(
    "a team's limit",
    "You've hit your usage limit. To get more access now, send a request to your admin or try again at 12:16 PM.",
    "limited 2026-11-30T11:16:00.000Z",
  ),
  fails("words that nobody knows", "It broke.", ""),
  {
    situation: "a model that speaks of limits",
    lines: [...started, says(limitWords), completed],
    exit: 0,
    trouble: "",
  },
  {
    situation: "a tool that prints an error as Codex would",
    lines: [...started, ran("completed", JSON.stringify(failed(limitWords))), completed],
    exit: 0,
    trouble: "",
  },
  {
    situation: "a child that writes an error into its output",
    lines: [...started, ran("completed"), ...failed(limitWords), completed],
    exit: 0,
    trouble: "",
  },
  {
    situation: "a child that writes an error into its output, and kills it",
    lines: [...started, ran("completed"), ...failed(limitWords)],
    exit: "killed",
    trouble: "",
  },
  {
    situation: "an argument that it does not know",
    lines: [],
    errorLines: ["error: unexpected argument '--ephemeral' found"],
    exit: 2,
    trouble: "",
  },
];
