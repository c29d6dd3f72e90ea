import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const plan = `version: 1
plan: trained
title: Trained
branches: "t/{order}-{slug}"
sandbox: off
bodies:
  - { body: a, todos: [{ todo: a1, order: 00a, title: A }] }
`;

const agent = `#!/bin/sh
set -e
echo "$MILEPOST_ROUND" > round.txt
git add --all
git commit --quiet --message="Round $MILEPOST_ROUND"
`;

const reviewer = `#!/usr/bin/env node
const { MILEPOST_RULES, MILEPOST_VERDICT, MILEPOST_HEAD: commit, MILEPOST_ROUND: round } = process.env;
const compliance = JSON.parse(MILEPOST_RULES).map((rule) => ({ rule, ok: true, note: "" }));
const asks = { decision: "request_changes", findings: [{ path: "round.txt", line: 1, body: "Again", severity: "blocking" }] };
const verdict = round === "1" ? asks : { decision: "approve" };
require("node:fs").writeFileSync(MILEPOST_VERDICT, JSON.stringify({ summary: "Read.", commit, compliance, ...verdict }));
`;

/** Runs a plan of one todo to its end, so that V8's code of what every run does is there for the tests. */
export const train = (main) => {
  const dir = mkdtempSync(join(tmpdir(), "milepost-trained-"));
  try {
    const repo = join(dir, "repo");
    mkdirSync(repo);
    const file = (name, text) => {
      writeFileSync(join(dir, name), text, { mode: 0o755 });
      return join(dir, name);
    };
    const person = ["-c", "user.name=Ada", "-c", "user.email=ada@example.com"];
    execFileSync("git", ["init", "--quiet", "--initial-branch=main", repo]);
    execFileSync("git", ["-C", repo, ...person, "commit", "--quiet", "--allow-empty", "--message=Begin"]);
    const programs = ["--agent", `command:${file("agent.sh", agent)}`, "--reviewer"];
    const args = [
      "run",
      file("plan.yml", plan),
      "--repo",
      repo,
      ...programs,
      `command:${file("review.cjs", reviewer)}`,
    ];
    execFileSync(process.execPath, [main, ...args, "--json"], {
      env: { ...process.env, MILEPOST_WRITE_CODE_CACHE: "1" },
      stdio: ["ignore", "ignore", "inherit"],
    });
  } finally {
    rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
  }
};
