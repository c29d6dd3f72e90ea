import { conflictAsk } from "../../../src/core/todo/conflict.ts";
import { sha } from "../scene.ts";

test("how to take a base in is told beside the ask where that has the work below by another commit", () => {
  const plain = conflictAsk("main", sha("1"));
  expect(plain).toMatchObject({ cause: "conflict", kind: "fix", title: "Resolve the conflict with main" });
  expect(plain.body).toMatch(/^Merge `origin\/main` into this branch .* \(Head 0{10}\.\)$/);
  const squashed = conflictAsk("main", sha("1"), sha("2"));
  expect(squashed.body.startsWith(`${plain.body}\n\nWhat this branch has up to ${sha("2")} is in`)).toBe(
    true,
  );
  expect(squashed.body).toContain(`git diff --binary ${sha("2")} origin/main`);
});
