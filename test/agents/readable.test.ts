import { readableOf } from "../../src/agents/readable/list.ts";

const told = (program: string, ...events: readonly (object | string)[]) => {
  const { line, end } = readableOf(program);
  const lines = events.map((event) => (typeof event === "string" ? event : JSON.stringify(event)));
  return [...lines.flatMap((each) => line(each)), ...end()].map(({ kind, text }) => `${kind}: ${text}`);
};

const failed = { message: "No credit" };

test.each<[string, readonly (object | string)[], readonly string[]]>([
  [
    "claude",
    [
      { type: "system", subtype: "init", model: "opus" },
      {
        type: "assistant",
        message: {
          content: [
            { type: "thinking", thinking: "Hm" },
            { type: "text", text: "I look.\n" },
            { type: "tool_use", name: "Bash", input: { command: "ls", timeout: 1 } },
          ],
        },
      },
      {
        type: "user",
        message: { content: [{ type: "tool_result", content: [{ type: "text", text: "a\nb" }] }] },
      },
      { type: "user", message: { content: "the prompt" } },
      { type: "rate_limit_event" },
      {
        type: "result",
        subtype: "success",
        is_error: false,
        result: "Done",
        num_turns: 1,
        total_cost_usd: 0.5,
      },
      { type: "result", subtype: "error", is_error: true, result: "No credit", structured_output: { a: 1 } },
    ],
    [
      "about: model opus",
      "says: I look.",
      "calls: Bash ls",
      "answer: a\nb",
      "about: done, 1 turn, $0.50",
      'says: {\n  "a": 1\n}',
      "about: failed: No credit",
    ],
  ],
  [
    "codex",
    [
      { type: "thread.started" },
      { type: "item.completed", item: { type: "reasoning", text: "Hm" } },
      {
        type: "item.completed",
        item: { type: "command_execution", command: "ls", aggregated_output: "a\n", exit_code: 1 },
      },
      { type: "item.completed", item: { type: "file_change", changes: [{ path: "a.ts", kind: "add" }] } },
      { type: "item.completed", item: { type: "mcp_tool_call", server: "s", tool: "t" } },
      { type: "item.completed", item: { type: "web_search", query: "q" } },
      { type: "item.completed", item: { type: "error", message: "Odd" } },
      { type: "item.completed", item: { type: "agent_message", text: "Done" } },
      { type: "error", message: "No credit" },
      { type: "turn.failed", error: failed },
    ],
    [
      "calls: shell ls",
      "answer: a\nexit code 1",
      "calls: edit a.ts (add)",
      "calls: s.t",
      "calls: search q",
      "about: Odd",
      "says: Done",
      "about: No credit",
      "about: failed: No credit",
    ],
  ],
  [
    "gemini",
    [
      { type: "init", model: "auto" },
      { type: "message", role: "user", content: "the prompt" },
      { type: "message", role: "assistant", content: "I will ", delta: true },
      { type: "message", role: "assistant", content: "write.", delta: true },
      { type: "tool_use", tool_name: "write_file", parameters: { file_path: "a.ts", content: "" } },
      { type: "tool_result", status: "error", error: { message: "No room" } },
      { type: "error", message: "Odd" },
      { type: "result", status: "success" },
      { type: "message", role: "assistant", content: "The end" },
    ],
    [
      "about: model auto",
      "says: I will write.",
      "calls: write_file a.ts",
      "answer: No room",
      "about: Odd",
      "about: done",
      "says: The end",
    ],
  ],
  [
    "copilot",
    [
      {
        type: "assistant.message",
        data: { content: "I will.", toolRequests: [{ name: "create", arguments: { size: 1 } }] },
      },
      { type: "tool.execution_complete", data: { result: { content: "made" } } },
      { type: "session.error", data: failed },
    ],
    ["says: I will.", 'calls: create {"size":1}', "answer: made", "about: failed: No credit"],
  ],
  [
    "opencode",
    [
      { type: "step_start" },
      { type: "text", part: { text: "I will." } },
      { type: "tool_use", part: { tool: "bash", state: { input: { command: "ls" }, output: "a" } } },
      { type: "error", error: { data: failed } },
    ],
    ["says: I will.", "calls: bash ls", "answer: a", "about: failed: No credit"],
  ],
  ["command", [{ type: "text" }, "as it is"], ['other: {"type":"text"}', "other: as it is"]],
  ["claude", ["a warning", "{ no JSON"], ["other: a warning", "other: { no JSON"]],
])("what %s tells in its own format is read along", (program, events, lines) => {
  expect(told(program, ...events)).toEqual(lines);
});
