import { homedir } from "node:os";
import { join } from "node:path";
import type { Entry } from "../core/lane/handoff.ts";
import type { Program } from "../core/plan/program.ts";
import { verdictSchema } from "../core/verdict/verdict.ts";
import type { ReviewAnswer, RunAgent, RunReviewer } from "../steps/program-ports.ts";
import type { Session } from "./adapters/adapter.ts";
import { adapters } from "./adapters/list.ts";
import { verdictIn } from "./answer.ts";
import { agentEnvironment, type RunPlace, reviewerEnvironment } from "./environment.ts";
import { clearLitter } from "./litter.ts";
import { loginsOf } from "./logins.ts";
import { secretsOf } from "./needs.ts";
import { type RunnersPlace, run } from "./one-run.ts";
import { readOutcome, withOutcome } from "./outcome.ts";
import type { ReadyProgram } from "./program.ts";
import { clearProjectSettings, layProjectSettings } from "./project-settings.ts";
import { billFor } from "./purse.ts";
import { parseJson, readText } from "./read-json.ts";
import { type Redactor, redactorOf } from "./redact.ts";
import { layRunDirectory, type RunDirectory } from "./run-directory.ts";
import { foldersOf, isKept, isUnanswered, keepSession, newSession, sessionLeft } from "./session.ts";

/** Runs a body's agent as its contract in docs/agents.md says. */
export const agentRunner =
  (place: RunnersPlace): RunAgent =>
  async (entry, { cwd, prompt, goesOn, billing }) => {
    place.purse?.take({ usd: billing?.owed ?? 0, assumedUsd: 0 });
    const ready = place.agent(entry);
    const redactor = redactorFor(ready, place);
    const handOff = place.handOff(entry.todo);
    const once = async (session: Session | null) => {
      const directory = await layRunDirectory(join(handOff, "agent"), prompt, foldersOf(ready, session));
      const env = agentEnvironment(runPlace(place, entry, directory));
      const told = billing?.told;
      const task = {
        entry,
        role: "agent",
        ready,
        cwd,
        prompt,
        directory,
        env,
        redactor,
        session,
        told,
      } as const;
      return { directory, ...redactor.value(await run(place, task)) };
    };
    const kept = isKept(place.confine, ready, cwd);
    const session = kept && goesOn ? await sessionLeft(handOff, ready) : kept ? newSession() : null;
    const first = await once(session);
    const again = session?.resumes && isUnanswered(first) ? newSession() : null;
    const { directory, end, said, conversation, ...took } = again ? await once(again) : first;
    const ended = { session: end.ok ? (again ?? session) : null, used: took.used, conversation };
    await keepSession(handOff, ready, ended);
    await clearLitter(cwd, adapters[ready.program.use].litter);
    const told = redactor.value(await readOrProblem(() => readOutcome(directory.outcome)));
    const usage = billFor(told.value?.usage, took, { ...place, ready });
    const { end: judged, outcome } = withOutcome(ready.program, end, told);
    return { ...judged, said, usage, outcome };
  };

/** Runs the plan's reviewer on one commit. */
export const reviewRunner =
  (place: RunnersPlace): RunReviewer =>
  async (entry, { cwd, prompt, diff, since, head, billing }) => {
    place.purse?.take({ usd: billing?.owed ?? 0, assumedUsd: 0 });
    const ready = place.reviewer(entry);
    const { verdictFile = false } = adapters[ready.program.use];
    const directory = await layRunDirectory(join(place.handOff(entry.todo), "reviewer"), prompt);
    await clearProjectSettings(cwd);
    // The base of a stack is another agent's work.
    if (ready.program.settings === "base" && entry.base === place.plan.base)
      await layProjectSettings(cwd, entry.baseSha);
    const { rules } = place.plan;
    const review = { diff, head, rules, verdict: verdictFile ? directory.verdict : null };
    const env = reviewerEnvironment(runPlace(place, entry, directory), review);
    const redactor = redactorFor(ready, place);
    const {
      end: ran,
      said,
      ...took
    } = await run(place, {
      ...{ entry, role: "reviewer", ready, cwd, prompt, directory, env, redactor },
      session: null,
      told: billing?.told,
      reads: since === null ? [diff] : [diff, since],
    });
    const outcome = verdictFile ? await readOrProblem(() => readOutcome(directory.outcome)) : nothingTold;
    const usage = billFor(outcome.value?.usage, took, { ...place, ready });
    const { end } = withOutcome(ready.program, ran, { ...outcome, problem: "" });
    if (!end.ok) return redactor.value({ ...end, usage, verdict: null, problem: end.how, given: "" });
    const answered = await (verdictFile ? verdictInFile(directory) : verdictInMessage(said));
    return redactor.value({ ...end, usage, ...answered });
  };

const nothingTold = { value: null, problem: "" };

type Answered = Pick<ReviewAnswer, "verdict" | "problem" | "given">;

const verdictInFile = async ({ verdict: file }: RunDirectory): Promise<Answered> => {
  const what = "the reviewer's verdict";
  const written = await readOrProblem(() => readText(file, what));
  const given = written.value;
  if (given === null) {
    const problem = written.problem || "the reviewer wrote no verdict to MILEPOST_VERDICT";
    return { verdict: null, problem, given: "" };
  }
  const { value, problem } = await readOrProblem(async () => parseJson(given, verdictSchema, what));
  return { verdict: value, problem, given };
};

/** Any file could be written by what the reviewer runs of the change; only the program itself gives the last message. */
const verdictInMessage = async (given: string): Promise<Answered> => {
  if (given === "") return { verdict: null, problem: "the reviewer's last message is empty", given };
  const { value, problem } = await readOrProblem(async () => verdictIn(given));
  return { verdict: value, problem, given };
};

const runPlace = ({ plan }: RunnersPlace, entry: Entry, directory: RunDirectory): RunPlace => ({
  plan: plan.id,
  body: entry.body,
  todo: entry.todo,
  order: entry.order,
  branch: entry.branch,
  base: entry.base,
  attempt: entry.attempt,
  round: entry.round,
  prompt: directory.prompt,
  outcome: directory.outcome,
  author: plan.author,
});

const redactorFor = ({ program }: ReadyProgram, { secrets = [] }: RunnersPlace): Redactor =>
  redactorOf([...secretsOf(program, process.env), ...loginSecrets(program), ...secrets]);

/** A copy of a login is in its program's home. */
const loginSecrets = ({ use }: Program): string[] =>
  loginsOf(adapters[use], homedir()).flatMap(({ secrets }) => secrets);

const readOrProblem = async <Value>(
  read: () => Promise<Value | null>,
): Promise<{ value: Value | null; problem: string }> => {
  try {
    return { value: await read(), problem: "" };
  } catch (error) {
    return { value: null, problem: error instanceof Error ? error.message : String(error) };
  }
};
