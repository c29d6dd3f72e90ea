import { noRules } from "../../../src/core/ci/rules.ts";
import type { SeenCheck, SeenHead, SeenRun } from "../../../src/core/ci/seen.ts";
import { ciStateOf } from "../../../src/core/ci/state.ts";

const at = "2026-11-30T12:00:00Z";
const minutesLater = (minutes: number): Date => new Date(Date.parse(at) + minutes * 60_000);

const check = (name: string, standing: SeenCheck["standing"], more: Partial<SeenCheck> = {}): SeenCheck => ({
  ...{ name, standing, required: false, since: at, job: null, said: "" },
  ...more,
});
const run = (standing: SeenRun["standing"], more: Partial<SeenRun> = {}): SeenRun => ({
  ...{ id: 1, name: "Build", attempt: 1, standing, since: at, url: "https://example.com/1", own: false },
  ...more,
});
const job = { id: 7, run: 1 };

interface Given {
  readonly checks?: readonly SeenCheck[];
  readonly runs?: readonly SeenRun[];
  readonly required?: readonly string[];
  readonly wait?: "required" | "all";
  readonly isExpected?: boolean;
  readonly minute?: number;
}

const stateOf = ({ checks = [], runs = [], required = [], wait = "required", ...given }: Given) => {
  const head: SeenHead = { head: "1".repeat(40), at, checks, runs };
  const { isExpected = false, minute = 10 } = given;
  const asked = { rules: { ...noRules, checks: required }, ci: { wait, minutes: 60 }, isExpected };
  const state = ciStateOf(head, { ...asked, now: minutesLater(minute) });
  const names =
    "checks" in state ? state.checks.map((one) => (typeof one === "string" ? one : one.name)) : [];
  const more = state.kind === "failed" && state.rerun.length > 0 ? " again" : "";
  return `${state.kind}${more}${names.length > 0 ? ` ${names.join(" ")}` : ""}`;
};

test.each<[string, Given, string]>([
  ["nothing runs in the repository", {}, "passed"],
  ["all passed", { checks: [check("lint", "passed"), check("test", "passed")] }, "passed lint test"],
  ["one is pending", { checks: [check("lint", "passed"), check("test", "pending")] }, "pending test"],
  ["one is pending for an hour", { checks: [check("test", "pending")], minute: 60 }, "hung test"],
  [
    "one hangs and another has failed",
    { checks: [check("test", "pending"), check("lint", "failed")], minute: 60 },
    "failed lint",
  ],
  [
    "one failed while another is pending",
    { checks: [check("test", "pending"), check("lint", "failed")] },
    "pending test",
  ],
  [
    "a job failed",
    { checks: [check("test", "failed", { job })], runs: [run("failed")] },
    "failed again test",
  ],
  [
    "a job failed again",
    { checks: [check("test", "failed", { job })], runs: [run("failed", { attempt: 2 })] },
    "failed test",
  ],
  ["what nobody can run again failed", { checks: [check("ci/other", "failed")] }, "failed ci/other"],
  ["only we say something", { checks: [check("milepost/review", "failed")] }, "passed"],
  [
    "we say what is required",
    { checks: [check("milepost/gates", "failed", { required: true })] },
    "failed milepost/gates",
  ],
  [
    "one that is not required failed",
    { checks: [check("lint", "failed"), check("test", "passed")], required: ["test"] },
    "passed test",
  ],
  [
    "one that is not required failed, and all is asked for",
    { checks: [check("lint", "failed"), check("test", "passed")], required: ["test"], wait: "all" },
    "failed lint",
  ],
  ["what is required was just pushed", { required: ["test"], minute: 0.5 }, "pending test"],
  ["what is required never began", { checks: [check("lint", "passed")], required: ["test"] }, "not-run test"],
  [
    "what is required is made by a run that goes on",
    { required: ["test"], runs: [run("pending")] },
    "pending test",
  ],
  [
    "what is required is made by a run that hangs",
    { required: ["test"], runs: [run("pending")], minute: 61 },
    "hung test",
  ],
  ["a run waits for its approval", { runs: [run("approval")] }, "approval"],
  ["only our own run waits for its approval", { runs: [run("approval", { own: true })] }, "passed"],
  [
    "a run waits for its approval, and what is required has passed",
    { checks: [check("test", "passed")], required: ["test"], runs: [run("approval")] },
    "passed test",
  ],
  ["a run could not begin", { runs: [run("failed")] }, "failed Build"],
  ["something runs elsewhere, and this was just pushed", { isExpected: true, minute: 0.5 }, "pending"],
  ["something runs elsewhere, and nothing here", { isExpected: true }, "not-run"],
])("where %s, a head is so", (_, given, expected) => {
  expect(stateOf(given)).toBe(expected);
});
