import { Hono } from "hono";
import type { FC } from "hono/jsx";
import type { PageEnv } from "../../environment.ts";
import type { DataOf } from "../../forge-api.ts";
import { Time } from "../../layout/time.tsx";
import { TerminalLine } from "../../text/terminal.tsx";
import { RunState } from "./runs.tsx";

type Job = DataOf<"GET /repos/{owner}/{repo}/actions/jobs/{job_id}">;
type ShownStep = Pick<Job, "name" | "status"> & {
  readonly number: number;
  readonly conclusion: string | null;
};
type LogLine = { readonly step: number; readonly text: string };

/** The last lines of a step that a page shows: a browser can hold more, nobody reads more. */
const maxLines = 2000;

/** A job with what each of its steps has printed, while it runs, too. */
export const jobPage = new Hono<PageEnv>().get(
  "/:owner/:repo/actions/runs/:run{[0-9]+}/job/:job{[0-9]+}",
  async (context) => {
    const { owner, repo, run, job: id } = context.req.param();
    const { api, logOf } = context.var;
    const job = await api.ask("GET /repos/{owner}/{repo}/actions/jobs/{job_id}", {
      owner,
      repo,
      job_id: Number(id),
    });
    const lines = logOf(Number(job.id));
    const steps = [
      { number: 0, name: "Set up", status: job.status, conclusion: job.conclusion },
      ...(job.steps ?? []),
    ];
    return context.render(
      <section>
        <header data-live="head">
          <h1>{job.name}</h1>
          <p class="meta">
            <RunState of={job} /> of{" "}
            <a href={`/${owner}/${repo}/actions/runs/${run}`}>{job.workflow_name ?? "its run"}</a>, began{" "}
            <Time at={job.started_at} />
          </p>
        </header>
        <div data-live="steps" data-live-always={job.completed_at ? undefined : "1"}>
          {steps.map((step) => (
            <Step step={step} lines={lines.filter((line) => line.step === step.number)} />
          ))}
        </div>
      </section>,
      { title: `${job.name} · run ${run}`, repository: { owner, repo }, tab: "runs" },
    );
  },
);

const Step: FC<{
  step: ShownStep;
  lines: readonly LogLine[];
}> = ({ step, lines }) => {
  const { number, name, status, conclusion } = step;
  if (number === 0 && lines.length === 0) return null;
  const isOpen =
    status === "in_progress" || (conclusion !== null && !["success", "skipped"].includes(conclusion));
  return (
    <details class="step" id={`step-${number}`} open={isOpen}>
      <summary>
        {number > 0 && <RunState of={{ status, conclusion }} />} <b>{name}</b>{" "}
        <span class="meta">
          {lines.length} {lines.length === 1 ? "line" : "lines"}
        </span>
      </summary>
      {lines.length > maxLines && <p class="none">The last {maxLines} of them.</p>}
      {lines.length > 0 && (
        <div class="log" role="log">
          {lines.slice(-maxLines).map(({ text }) => (
            <LogRow text={text} />
          ))}
        </div>
      )}
    </details>
  );
};

/** A line of a log starts with its time. */
const LogRow: FC<{ text: string }> = ({ text }) => {
  const [, time = "", rest = text] = /^(\d{4}-\d\d-\d\dT(?:[\d:]+))\S* (.*)$/s.exec(text) ?? [];
  return (
    <div title={time}>
      <TerminalLine text={rest} />
    </div>
  );
};
