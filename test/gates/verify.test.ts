import { verify } from "../../src/gates/verify.ts";
import { change, rules } from "./builders.ts";

test.each([
  ["exit code 1", "`npm test` failed, exit code 1: run it in the worktree and make it pass"],
  [
    "exit code 1; its output ends:\nexpected 3, received 2",
    "`npm test` failed, exit code 1; its output ends:\nexpected 3, received 2\nRun it in the worktree and make it pass",
  ],
])("a command that failed with %j is told apart from what is to do about it", (how, message) => {
  const verified = [{ command: "npm test", ok: false, how }];
  expect(verify.check({ ...change(), verified }, rules())).toMatchObject({ message });
});
