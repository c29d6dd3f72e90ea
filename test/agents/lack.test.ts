import { lackOf } from "../../src/agents/lack.ts";

const ended = { kind: "exit", code: 1, ms: 1, tail: "", denied: [] } as const;

test.each([
  ["a failure", {}, null],
  ["a success that was denied a host", { code: 0, denied: ["reach a.example:443"] }, null],
  [
    "hosts, each once",
    { denied: ["write /etc/x", "reach a.example:443", "reach a.example:80", "reach b.example:8443"] },
    { kind: "hosts", hosts: ["a.example", "b.example:8443"] },
  ],
  ["what dash says", { code: 127, tail: "sh: 1: mvnw: not found\n" }, { kind: "program", name: "mvnw" }],
  [
    "what bash says",
    { code: 127, tail: "x\nsh: line 1: ./mvnw: command not found" },
    { kind: "program", name: "./mvnw" },
  ],
  ["a shell that says nothing", { code: 127 }, { kind: "program", name: "" }],
])("what a command lacked is read from its end: %s", (_, more, lack) => {
  expect(lackOf({ ...ended, ...more })).toEqual(lack);
});
