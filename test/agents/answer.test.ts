import { Ajv } from "ajv";
import { answerSchema, verdictIn } from "../../src/agents/answer.ts";

const answer = {
  decision: "request_changes",
  summary: "Almost.",
  commit: null,
  compliance: [{ rule: "Be kind", ok: true, note: "" }],
  findings: [{ path: "a.ts", line: 1, body: "No", severity: "blocking" }],
  followUps: [{ kind: "todo", title: "Test it", body: "", for: null }],
};

test("the schema that programs are held to takes a verdict with every key, and what may be missing as null", () => {
  const fits = new Ajv({ strict: true, allowUnionTypes: true }).compile(answerSchema());
  expect(fits(answer)).toBe(true);
  const { commit: _, ...short } = answer;
  expect([fits(short), fits({ ...answer, more: 1 }), fits({ ...answer, decision: "maybe" })]).toEqual([
    false,
    false,
    false,
  ]);
});

test("an answer of that schema is a verdict", () => {
  expect(verdictIn(JSON.stringify(answer))).toEqual({
    decision: "request_changes",
    summary: "Almost.",
    compliance: answer.compliance,
    findings: answer.findings,
    followUps: [{ kind: "todo", title: "Test it", body: "" }],
  });
});

test.each([
  ["prose before", `Here: ${JSON.stringify(answer)}`, "is not JSON"],
  ["a fence around", `\`\`\`json\n${JSON.stringify(answer)}\n\`\`\``, "is not JSON"],
  ["no decision", JSON.stringify({ ...answer, decision: null }), "decision"],
  ["more keys", JSON.stringify({ ...answer, approved: true }), "approved"],
  ["a key twice", '{"decision":"request_changes","decision":"approve","summary":""}', "twice"],
  ["a list", JSON.stringify([answer]), "is not as agreed"],
])("an answer with %s is none", (_, said, problem) => {
  expect(() => verdictIn(said)).toThrow(problem);
});
