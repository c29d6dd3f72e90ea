import { handedResultSchema, handedResults } from "../../../src/core/lane/handed-result.ts";
import type { GateResult } from "../../../src/gates/result.ts";
import { told } from "../../gates/builders.ts";

const took = { lines: 7, files: 1 };
const results: GateResult[] = [
  {
    ...told("passed", "size", "7 lines"),
    evidence: { of: "size", took, limits: took, files: [], parts: [] },
  },
  { ...told("passed", "verify", "1 command passed"), evidence: { of: "commands", commands: ["npm test"] } },
  { ...told("failed", "scope", "outside"), evidence: { of: "paths", paths: ["lib/a.ts"] } },
  told("warned", "gaming", "look"),
  told("skipped", "coverage", "verify failed"),
  { ...told("unjudged", "secrets", "not scanned"), lacks: "secrets" },
];

test("what a gate says arrives as it was, with the commands that ran, the paths that fail and no more of its evidence", () => {
  const handed = handedResults(results);
  expect(handed.map((result) => handedResultSchema.parse(JSON.parse(JSON.stringify(result))))).toEqual([
    told("passed", "size", "7 lines"),
    ...results.slice(1),
  ]);
});

const error = { level: "error", message: "so" } as const;

test.each<[string, object, GateResult]>([
  ["passed", { name: "size", ok: true, ...error, lines: 7, limit: 700 }, told("passed", "size", "so")],
  ["failed", { name: "size", ok: false, ...error, lines: 701, limit: 700 }, told("failed", "size", "so")],
  ["warned", { name: "gaming", ok: false, level: "warning", message: "so" }, told("warned", "gaming", "so")],
  [
    "had nothing to warn of",
    { name: "gaming", ok: true, level: "warning", message: "so" },
    told("passed", "gaming", "so"),
  ],
  [
    "ran commands",
    { name: "verify", ok: true, ...error, commands: ["npm test"] },
    { ...told("passed", "verify", "so"), evidence: { of: "commands", commands: ["npm test"] } },
  ],
])("what a gate that %s left before results were a union is read", (_, left, read) => {
  expect(handedResultSchema.parse(left)).toEqual(read);
});

test.each<[string, object]>([
  ["a kind that nobody knows", { ...told("passed", "size"), kind: "waved-through" }],
  ["no word of how it came out", { name: "size", message: "", evidence: { of: "nothing" } }],
  ["no name", { ...told("passed", "size"), name: undefined }],
])("a result with %s is none", (_, left) => {
  expect(handedResultSchema.safeParse(left).success).toBe(false);
});
