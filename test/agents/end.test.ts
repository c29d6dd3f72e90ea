import { missed } from "../../src/agents/dispensable-hosts.ts";
import { endOf } from "../../src/agents/end.ts";
import type { RunEnd } from "../../src/agents/run.ts";

const memory = "most likely because the machine or its container ran out of memory";

test.each<[RunEnd, string]>([
  [{ kind: "exit", code: 3 }, "exit code 3"],
  [{ kind: "exit", code: 137 }, `exit code 137: it was killed from outside, ${memory}`],
  [{ kind: "signal", signal: "SIGKILL" }, `killed by SIGKILL: it was killed from outside, ${memory}`],
  [{ kind: "signal", signal: "SIGSEGV" }, "killed by SIGSEGV"],
  [{ kind: "timeout", minutes: 60 }, "it ran over its time limit of 60 minutes"],
  [{ kind: "stall", minutes: 1 }, "it stalled: no output and no file change for 1 minute"],
  [{ kind: "stall", minutes: 0.5 }, "it stalled: no output and no file change for 30 seconds"],
])("how %j ended is said with what is likely behind it", (result, how) => {
  expect(endOf({ ...result, ms: 1, tail: "", denied: [] })).toEqual({
    ok: false,
    interrupted: false,
    how,
    trouble: null,
  });
});

test("what a program printed stands last, on whole lines, with nothing of ours behind it", () => {
  const tail = `${Array.from({ length: 200 }, (_, at) => `test ${at} is ok`).join("\n")}\nFAIL x\n`;
  const { how } = endOf({ kind: "exit", code: 1, ms: 1, tail, denied: ["write /x"] });
  expect(how).toMatch(/^exit code 1; the sandbox denied it to write \/x; its output ends:\ntest \d+ is ok\n/);
  expect(how).toMatch(/\nFAIL x$/);
});

test("what kept a silent program is said in its own words", () => {
  const trouble = { kind: "limited", until: null, said: "429 Too Many Requests" } as const;
  const stalled = { kind: "stall", minutes: 10, ms: 1, tail: "{...}", denied: [] } as const;
  expect(endOf(stalled, "", trouble)).toMatchObject({
    trouble,
    how: "it stalled: no output and no file change for 10 minutes; it says: 429 Too Many Requests",
  });
});

test("telemetry that was denied is no cause; what a program needs is", () => {
  const denied = [
    "reach statsig.anthropic.com:443",
    "reach o1.ingest.sentry.io",
    "reach play.googleapis.com:443",
  ];
  expect(missed([...denied, "reach api.example.com:443", "write /x"])).toEqual([
    "reach api.example.com:443",
    "write /x",
  ]);
});
