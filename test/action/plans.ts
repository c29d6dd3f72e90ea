import { agentScript } from "../local/world.ts";
import type { ActionWorld } from "./world.ts";

const workflow = `name: Milepost
on:
  workflow_dispatch:
    inputs:
      plan: { required: true }
      parallel: { required: false }
jobs: {}
`;

/** A plan of two todos, one after the other, with programs of the repository. */
export const planText = `version: 1
plan: test
title: Test
branches: "t/{order}-{slug}"
parallel: 2
sandbox: off
agent: { use: command, command: [./agent.sh] }
reviewer: { use: command, command: [./reviewer.js] }
rules: ["Say it in words"]
bodies:
  - body: one
    owns: ["src/one/**"]
    todos:
      - { todo: a, title: Do A }
  - body: two
    todos:
      - { todo: c, title: Do C, needs: [a] }
`;

/** The same plan with an agent that is not there. */
export const planWithout = planText.replace("./agent.sh", "./no-such-agent.sh");

/** Brings a plan with its programs and the workflow into the repository; `more` are files in place of ours. */
export const install = async (
  { push, git }: ActionWorld,
  reviewer: string,
  more: Record<string, string> = {},
): Promise<void> => {
  await push("main", {
    ".github/workflows/milepost.yml": workflow,
    "plans/test.yml": planText,
    "agent.sh": agentScript(),
    "reviewer.js": reviewer,
    ...more,
  });
  await git("update-index", "--chmod=+x", "agent.sh", "reviewer.js");
  await git("commit", "--quiet", "--message=Make them programs");
  await git("push", "--quiet", "origin", "main");
};
