import { type CheckRun, currentRuns } from "../../check-runs/table.ts";
import { listForRef } from "../../checks/operations.ts";
import type { RepositoryContext } from "../../context.ts";
import { nodeId } from "../../node-id.ts";
import { list as listStatuses } from "../../statuses/operations.ts";
import { currentStatuses, type StatusContext } from "../../statuses/table.ts";
import { type JobOfRun, jobsAt } from "../../workflow-runs/jobs.ts";
import { connection, inMemory, type Slice } from "../connection.ts";
import { commitLink } from "../link.ts";
import { checkRunNode, jobNode, statusNode } from "./node.ts";

/** One thing that was said of a commit: by a check run, a workflow's job or a status. */
type Said =
  | { readonly kind: "run"; readonly run: CheckRun }
  | { readonly kind: "job"; readonly job: JobOfRun }
  | { readonly kind: "status"; readonly status: StatusContext };

/** What checks and statuses say of a commit together; `null` when nobody has said anything. */
export const rollupNode = (repository: RepositoryContext, sha: string) => {
  const here = repository.calls.enter(listForRef, repository.repository);
  repository.calls.enter(listStatuses, repository.repository);
  const all = saidOf(here, sha);
  if (all.length === 0) return null;
  return {
    id: nodeId("SCR", `${here.repository.id}:${sha}`),
    state: stateOf(all),
    commit: () => commitLink(here, sha),
    contexts: (slice: Slice) => ({
      ...connection(inMemory(all), slice, (said) => contextNode(here, said)),
      ...counts(all),
    }),
  };
};

const saidOf = ({ store, repository }: RepositoryContext, sha: string): Said[] => [
  ...jobsAt(store, repository.id, sha).map((job) => ({ kind: "job", job }) as const),
  ...currentRuns(store, repository.id, sha).map((run) => ({ kind: "run", run }) as const),
  ...currentStatuses(store, repository.id, sha).map((status) => ({ kind: "status", status }) as const),
];

const contextNode = (here: RepositoryContext, said: Said) => {
  switch (said.kind) {
    case "job":
      return jobNode(here, said.job);
    case "run":
      return checkRunNode(here, said.run);
    case "status":
      return statusNode(here, said.status);
    default:
      return said satisfies never;
  }
};

/** A check's conclusion, or its status until it has one; a status's state. */
const wordOf = (said: Said): string => {
  switch (said.kind) {
    case "job":
      return (said.job.conclusion ?? said.job.status).toUpperCase();
    case "run":
      return (said.run.conclusion ?? said.run.status).toUpperCase();
    case "status":
      return said.status.state.toUpperCase();
    default:
      return said satisfies never;
  }
};

const passing = new Set(["SUCCESS", "NEUTRAL", "SKIPPED"]);
const going = new Set(["PENDING", "QUEUED", "IN_PROGRESS", "WAITING", "REQUESTED"]);

const stateOf = (all: readonly Said[]): "SUCCESS" | "PENDING" | "FAILURE" => {
  const words = all.map(wordOf);
  if (words.every((word) => passing.has(word))) return "SUCCESS";
  return words.every((word) => passing.has(word) || going.has(word)) ? "PENDING" : "FAILURE";
};

const counts = (all: readonly Said[]) => {
  const checks = all.filter(({ kind }) => kind !== "status");
  const statuses = all.filter(({ kind }) => kind === "status");
  return {
    checkRunCount: checks.length,
    checkRunCountsByState: countsByState(checks, checkStates),
    statusContextCount: statuses.length,
    statusContextCountsByState: countsByState(statuses, statusStates),
  };
};

const checkStates = [
  ...["ACTION_REQUIRED", "CANCELLED", "COMPLETED", "FAILURE", "IN_PROGRESS", "NEUTRAL", "PENDING", "QUEUED"],
  ...["SKIPPED", "STALE", "STARTUP_FAILURE", "SUCCESS", "TIMED_OUT", "WAITING"],
];
const statusStates = ["ERROR", "EXPECTED", "FAILURE", "PENDING", "SUCCESS"];

/** Every state with how often it was said, which may be never. */
const countsByState = (some: readonly Said[], all: readonly string[]) => {
  const states = some.map(wordOf).map((word) => (word === "REQUESTED" ? "QUEUED" : word));
  return all.map((state) => ({ state, count: states.filter((other) => other === state).length }));
};
