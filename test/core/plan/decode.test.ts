import { renderProblems } from "../../../src/core/plan/problem.ts";
import { decodePlan, largestPlan } from "../../../src/core/plan/read/decode.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

test.each([
  ["plain text", bytes("version: 1\n"), "version: 1\n"],
  ["a byte order mark, which is dropped", bytes("\ufeffversion: 1\n"), "version: 1\n"],
  ["Windows line ends", bytes("version: 1\r\n"), "version: 1\r\n"],
  ["letters of any script", bytes("title: Größe 大小\n"), "title: Größe 大小\n"],
  ["a file of exactly the largest size", new Uint8Array(largestPlan).fill(35), "#".repeat(largestPlan)],
])("takes %s", (_, input, text) => {
  expect(decodePlan(input, "p.yml")).toEqual({ ok: true, text });
});

test.each([
  [
    "a file of 5 MB",
    new Uint8Array(5_000_000),
    "p.yml: the file has 5000000 bytes, expected at most 1048576",
  ],
  ["a NUL byte", bytes("a: \0\n"), "p.yml: the file is binary"],
  ["UTF-16, little end first", new Uint8Array([0xff, 0xfe, 0x61, 0]), "p.yml: the file is UTF-16"],
  ["UTF-16, big end first", new Uint8Array([0xfe, 0xff, 0, 0x61]), "p.yml: the file is UTF-16"],
  ["bytes that are no UTF-8", new Uint8Array([0x0a, 0xc3, 0x28]), "p.yml: the file is not UTF-8 in line 2"],
  [
    "a character that is cut off",
    new Uint8Array([0x61, 0xe2, 0x82]),
    "p.yml: the file is not UTF-8 in line 1",
  ],
])("refuses %s", (_, input, message) => {
  const decoded = decodePlan(input, "p.yml");
  expect(decoded.ok ? "taken" : renderProblems(decoded.problems)).toContain(message);
});
