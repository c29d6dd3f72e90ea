import pc from "picocolors";
import { diffLines } from "../../../src/cli/diff/lines.ts";

test("a diff has git's colours, and nothing in it steers the terminal", () => {
  const { bold, cyan, green, red } = pc.createColors(true);
  const diff = "diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n same\n--- a list\n+\u001b]0;t\u0007\tb\n";
  expect(diffLines(diff, pc.createColors(true))).toEqual([
    bold("diff --git a/x b/x"),
    bold("--- a/x"),
    bold("+++ b/x"),
    cyan("@@ -1 +1 @@"),
    " same",
    red("--- a list"),
    green("+\ufffd]0;t\ufffd    b"),
  ]);
});
