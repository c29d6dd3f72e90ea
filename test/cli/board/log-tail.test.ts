import { appendFile, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { openLogTails } from "../../../src/cli/board/log-tail.ts";
import { logEndLine, logHeadLine } from "../../../src/core/lane/attempt.ts";
import type { Attempt } from "../../../src/local/attempts.ts";
import { memory } from "../../folders.ts";

let dir = "";
beforeEach(async () => {
  dir = await mkdtemp(join(memory, "milepost-tail-"));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const at = "2026-11-30T03:00:00.000Z";
const attempt = (ended: Attempt["ended"] = null): Attempt => ({
  ...{
    plan: "p",
    body: "b",
    todo: "t",
    order: "00a",
    number: 1,
    round: 1,
    attempt: 1,
    claim: "c".repeat(40),
  },
  ...{ from: "implement", begun: at, phases: [], denied: [], ended, dir },
});
const over = () => attempt({ at, result: "approved", detail: "" });
const print = (...lines: string[]) =>
  appendFile(join(dir, "command.log"), lines.map((line) => `${line}\n`).join(""));
const head = logHeadLine({ at, step: "verify", what: "npm test" });

test("each look goes on from the piece that it is asked for, and only the last one says that it is over", async () => {
  const logOf = openLogTails();
  await print(head, "one");
  const first = await logOf(attempt(), 0);
  expect(first).toMatchObject({ pieces: [{ kind: "head" }, { text: "one" }], next: 2, isOver: false });
  await print("two \u001b[31mred", logEndLine("exit code 0, 1.0 s"));
  const [again, rest] = await Promise.all([logOf(attempt(), 0), logOf(attempt(), 2)]);
  expect(again.next).toBe(4);
  expect(rest.pieces.map(({ text }) => text)).toEqual(["two red", "verify: exit code 0, 1.0 s"]);
  expect(await logOf(over(), 3)).toMatchObject({ pieces: [{ kind: "end" }], next: 4, isOver: true });
});

test("of very much the latest is kept, and comes in parts", async () => {
  const logOf = openLogTails();
  await print(head, ...Array.from({ length: 30_000 }, (_, line) => `line ${line}`));
  const first = await logOf(over(), 0);
  expect(first).toMatchObject({ next: 14_001, isOver: false });
  expect(first.pieces[0]?.text).toBe("line 10000");
  let last = first;
  while (!last.isOver) last = await logOf(over(), last.next);
  expect(last.pieces.at(-1)?.text).toBe("line 29999");
});
