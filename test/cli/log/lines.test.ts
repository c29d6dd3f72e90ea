import { pieceLines } from "../../../src/cli/log/lines.ts";
import { type LogPiece, logReader } from "../../../src/cli/log/reader.ts";
import { noColors } from "../../../src/cli/text/colors.ts";
import { logEndLine, logHeadLine, logSteps } from "../../../src/core/lane/attempt.ts";

const at = "2026-11-30T03:00:00.000Z";
const piece = (kind: LogPiece["kind"], text: string): LogPiece => ({ step: "agent", kind, text, at });
const shown = (one: LogPiece, columns: number | null = null) =>
  pieceLines(one, { columns, colors: noColors });

test.each<[string, LogPiece, number | null, readonly string[]]>([
  ["a message", piece("says", "One\ttab\nand \u001b]0;title\u0007more"), null, ["One    tab", "and more"]],
  ["what was coloured and written over", piece("other", "10 %\r\u001b[32m20 %\u001b[0m\r"), null, ["20 %"]],
  ["what could steer a terminal", piece("other", "a\u0007b\u202ec"), null, ["a\ufffdb\ufffdc"]],
  ["a call", piece("calls", "Bash ls\n-l"), null, ["→ Bash ls -l"]],
  ["a call on a narrow terminal", piece("calls", "Bash ls --all --long"), 12, ["→ Bash ls -…"]],
  [
    "a short answer",
    piece("answer", "1\n2\n3\n4\n5\n6\n7"),
    null,
    [1, 2, 3, 4, 5, 6, 7].map((n) => `  │ ${n}`),
  ],
  [
    "a long answer",
    piece("answer", "1\n2\n3\n4\n5\n6\n7\n8"),
    null,
    [...[1, 2, 3, 4, 5, 6].map((n) => `  │ ${n}`), "  │ … 2 lines more, which --raw shows"],
  ],
  ["what is told of the run", piece("about", "done"), null, ["· done"]],
  ["an end", piece("end", "exit code 3, 0.1 s"), null, ["■ agent: exit code 3, 0.1 s"]],
])("%s is shown in words", (_, one, columns, lines) => {
  expect(shown(one, columns)).toEqual(lines);
});

const log = [
  logHeadLine({ at, step: "agent", what: "claude" }),
  '{"type":"assistant","message":{"content":[{"type":"text","text":"Hello"}]}}',
  logEndLine("exit code 0, 1.0 s"),
  logHeadLine({ at, step: "verify", what: "npm test &&\n  npm run lint" }),
  "[milepost 2026 verify: no line of ours]",
];

test.each<[string, Parameters<typeof logReader>[0], readonly string[]]>([
  [
    "all of it",
    { steps: logSteps, raw: false },
    [
      "head claude",
      "says Hello",
      "end exit code 0, 1.0 s",
      "head npm test && npm run lint",
      `other ${log[4]}`,
    ],
  ],
  ["one step", { steps: ["verify"], raw: false }, ["head npm test && npm run lint", `other ${log[4]}`]],
  ["it as it stands", { steps: logSteps, raw: true }, log.map((line) => `other ${line}`)],
])("a log is read: %s", (_, how, lines) => {
  const { line, end } = logReader(how);
  expect([...log.flatMap(line), ...end()].map(({ kind, text }) => `${kind} ${text}`)).toEqual(lines);
});
