import { deciding } from "../local/world.ts";

/** A plan of one todo in one body, with programs that the repository has. */
export const smallPlan = ({
  verdict = '({ decision: "approve" })',
  limits = "{}",
}: {
  /** What the reviewer decides, as JavaScript of `round`. */
  verdict?: string;
  limits?: string;
} = {}): Record<string, string> => ({
  "plans/small.yml": `version: 1
plan: small
title: Small
branches: "small/{order}-{slug}"
sandbox: off
limits: ${limits}
agent: { use: command, command: [./agent.sh] }
reviewer: { use: command, command: [./review.cjs] }
rules: ["Say it in words"]
bodies: [{ body: words, owns: ["words/**"], todos: [{ todo: hello, title: Say hello }] }]
`,
  "agent.sh": `#!/bin/sh
cat > /dev/null
mkdir -p words
echo "round $MILEPOST_ROUND" >> words/hello.txt
`,
  "review.cjs": deciding(verdict),
});
