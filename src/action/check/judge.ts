import { allPass, isFailure, linesIn } from "../../core/gate-outcome.ts";
import type { Facts, Gate } from "../../gates/gate.ts";
import { ofCommits } from "../../gates/in-lane.ts";
import { runGates } from "../../gates/list.ts";
import { gateMarkdown } from "../../gates/report/markdown.ts";
import type { Judged } from "../../gates/report.ts";
import { ableGates, readBy } from "../../gates/select.ts";
import type { CommitSignature } from "../../gates/signature.ts";
import type { Publisher } from "../../git/repositories/publisher.ts";
import { kindOfReason } from "../../git/signing/signatures.ts";
import { at, statusOf } from "../../github/client.ts";
import { upsertComment } from "../../github/comments.ts";
import { withSecrets } from "../../secrets/facts.ts";
import { say } from "../commands.ts";
import { type Connected, connectAs } from "../connect.ts";
import type { Job } from "../job.ts";
import type { StepOutcome } from "../run-action.ts";
import { requestsLine } from "../summary/markdown.ts";
import { annotateFailures } from "./annotations.ts";
import { withBots } from "./bots.ts";
import { asChecked, type CheckedEvent, type CheckedPull, type QueuedChange } from "./event.ts";
import { ownTodo } from "./own-todo.ts";
import { standardOf } from "./standard.ts";

interface Asked {
  readonly inputs: {
    readonly plan?: string | undefined;
    readonly lines?: number | undefined;
    readonly files?: number | undefined;
    readonly token: string;
  };
  readonly job: Job;
}

/** Judges what an event is about, whose base and head were fetched, and tells people of it where they look. */
export const judgeEvent = async (
  event: CheckedEvent,
  publisher: Publisher,
  { inputs, job }: Asked,
): Promise<StepOutcome> => {
  const github = await connectAs(job, inputs);
  const isQueued = event.kind === "queued";
  const pull = isQueued ? await pullOf(event, github) : event;
  const { held, ofPlan } = await standardOf(
    publisher.git,
    { pull, record: await ownTodo(github, pull) },
    inputs,
  );
  // Of commits its own check has judged those that people made; the queue's are the forge's.
  const chosen = ableGates(held).filter(({ name }) => !isQueued || !ofCommits.has(name));
  const facts = await readFor(chosen, { pull, publisher, github, job, generated: held.rules.generated });
  const results = runGates(
    { ...facts, base: `origin/${pull.base.ref}` },
    held.rules,
    chosen.map(({ name }) => name),
  );
  const judged: Judged = {
    base: { sha: pull.base.sha, name: pull.base.ref },
    head: { sha: pull.head.sha, name: pull.head.ref },
    results,
  };
  annotateFailures(results);
  // A plan's own pull request has such a comment already: propose keeps it. A queued one has that of its own check.
  if (!ofPlan && !pull.isFork && !isQueued) await keepTable(github, pull, gateMarkdown(judged));
  const ok = allPass(results);
  return {
    outputs: { ok: String(ok), lines: String(linesIn(results) ?? 0) },
    summary: [gateMarkdown(judged), requestsLine(github.requests)].join("\n\n"),
    failed: ok ? null : `gates do not pass: ${failing(results).join(", ")}`,
  };
};

/** The pull request of a queued change, at what the queue would bring of it. */
const pullOf = async ({ number, base, head }: QueuedChange, github: Connected): Promise<CheckedPull> => {
  const { data } = await github.octokit.rest.pulls.get({ ...at(github), pull_number: number });
  const pull = asChecked(data);
  return { ...pull, base, head: { ref: pull.head.ref, sha: head.sha } };
};

const failing = (results: Judged["results"]): string[] => results.filter(isFailure).map(({ name }) => name);

interface Reading {
  readonly pull: CheckedPull;
  readonly publisher: Publisher;
  readonly github: Connected;
  readonly job: Job;
  readonly generated: readonly string[];
}

/** Reads what the chosen gates judge; signatures are as GitHub verified them. */
const readFor = async (
  chosen: readonly Gate[],
  { pull, publisher, github, job, generated }: Reading,
): Promise<Facts> => {
  const read = readBy(chosen);
  const range = { base: pull.base.sha, head: pull.head.sha };
  const known = await withSecrets(publisher, range, { generated, commits: true, lines: true });
  const facts = chosen.some(({ name }) => name === "dco") ? await withBots(known, github, job) : known;
  return read.has("signatures")
    ? { ...facts, signatures: await readVerifications(github, pull.number) }
    : facts;
};

const readVerifications = async (github: Connected, pull_number: number): Promise<CommitSignature[]> => {
  const commits = await github.octokit.paginate(github.octokit.rest.pulls.listCommits, {
    ...at(github),
    pull_number,
    per_page: 100,
  });
  return commits.map(({ sha, commit: { verification } }) => ({
    sha,
    kind: verification ? kindOfReason(verification) : "unsigned",
    key: null,
  }));
};

/** Keeps the comment where the token may write one; the summary has the same table for all others. */
const keepTable = async (github: Connected, { number }: CheckedPull, text: string): Promise<void> => {
  try {
    await upsertComment(github, number, { name: "gates", text, isNew: false });
  } catch (error) {
    if (statusOf(error) !== 403 && statusOf(error) !== 404) throw error;
    say("no comment with the table: for one, give the job `pull-requests: write`");
  }
};
