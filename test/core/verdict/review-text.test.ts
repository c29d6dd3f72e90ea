import { reviewText } from "../../../src/core/verdict/review-text.ts";
import { judge, verdictSchema } from "../../../src/core/verdict/verdict.ts";
import { sha } from "../scene.ts";

const head = sha("a");
const diff = "--- a/a.ts\n+++ b/a.ts\n@@ -1 +1,2 @@\n one\n+two\n";
const finding = (line: number) => ({ path: "a.ts", line, body: `See ${line}`, severity: "blocking" });

const written = (given: object) => {
  const verdict = verdictSchema.parse({
    decision: "request_changes",
    summary: "Not yet",
    commit: head,
    ...given,
  });
  return reviewText(verdict, { judgement: judge(verdict, { head, rules: ["Be kind"] }), round: 2, diff });
};

test("findings on lines of the diff stand there, all others in the body", () => {
  const { body, comments } = written({ findings: [finding(2), finding(3), { ...finding(1), path: "b.ts" }] });
  expect(comments).toMatchObject([{ path: "a.ts", line: 2, body: "blocking: See 2" }]);
  expect(body).toContain("- `a.ts:3`: See 3\n- `b.ts:1`: See 1");
  expect(body).not.toContain("See 2\n");
});

test("of more than fifty findings the rest stands in the body", () => {
  const { body, comments } = written({ findings: Array.from({ length: 60 }, () => finding(2)) });
  expect(comments).toHaveLength(50);
  expect(body.match(/- `a\.ts:2`/g)).toHaveLength(10);
});

test("the body says the round, what does not count, the rules and what is asked", () => {
  const compliance = [{ rule: "Be kind", ok: false, note: "it shouts" }];
  const { body } = written({ decision: "approve", compliance });
  expect(body).toMatch(/^\*\*Round 2: changes requested\*\*\n\nNot yet/);
  expect(body).toContain("The approval does not count:\n- it does not confirm the rule: Be kind");
  expect(body).toContain("✗ Be kind (it shouts)");
  expect(body).toContain("Follow-ups:\n- fix: It breaks the rule: Be kind");
});

test("neither the body nor a comment is longer than the platform takes", () => {
  const long = "x".repeat(20_000);
  const findings = [1, 2, 3, 4, 5].map((line) => ({ ...finding(line), body: long }));
  const { body, comments } = written({ summary: long, findings });
  expect(Math.max(body.length, ...comments.map((one) => one.body.length))).toBeLessThan(65_536);
});
