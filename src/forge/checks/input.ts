import { z } from "zod";
import type { CheckRunFields } from "../check-runs/table.ts";
import { throwOnProblems, type ValidationProblem } from "../errors.ts";
import { tooLong } from "../text-length.ts";
import { annotationInput, annotationLimit } from "./annotations.ts";

const conclusion = z.enum([
  "action_required",
  "cancelled",
  "failure",
  "neutral",
  "success",
  "skipped",
  "stale",
  "timed_out",
]);

/** What creating and updating a check run take. */
export const checkRunChange = z.object({
  name: z.string().min(1).optional(),
  details_url: z.string().optional(),
  external_id: z.string().optional(),
  started_at: z.iso.datetime({ offset: true }).optional(),
  status: z.enum(["queued", "in_progress", "completed", "waiting", "requested", "pending"]).optional(),
  conclusion: conclusion.optional(),
  completed_at: z.iso.datetime({ offset: true }).optional(),
  output: z
    .object({
      title: z.string().optional(),
      summary: z.string().optional(),
      text: z.string().optional(),
      annotations: z.array(annotationInput).default([]),
    })
    .optional(),
});
type CheckRunChange = z.output<typeof checkRunChange>;

/** The most characters of a summary or text, by GitHub's documentation. */
const outputLimit = 65_535;

/** @throws HttpError 422 with everything that is too long or too many. */
export const throwOnWrongCheck = ({ status, conclusion, output }: CheckRunChange): void => {
  const tooMany: ValidationProblem = {
    resource: "CheckRun",
    code: "invalid",
    field: "annotations",
    message: `exceeds a maximum quantity of ${annotationLimit}`,
  };
  const unconcluded: ValidationProblem = { resource: "CheckRun", code: "missing_field", field: "conclusion" };
  throwOnProblems([
    ...tooLong("CheckRun", "summary", { text: output?.summary, limit: outputLimit }),
    ...tooLong("CheckRun", "text", { text: output?.text, limit: outputLimit }),
    ...((output?.annotations.length ?? 0) > annotationLimit ? [tooMany] : []),
    ...(status === "completed" && conclusion === undefined ? [unconcluded] : []),
  ]);
};

/** The run after a change; a conclusion completes it. */
export const changedRun = (run: CheckRunFields, change: CheckRunChange, now: string): CheckRunFields => {
  const completed = change.conclusion !== undefined || change.completed_at !== undefined;
  const status = completed ? "completed" : (change.status ?? run.status);
  const done = status === "completed";
  return {
    name: change.name ?? run.name,
    status,
    conclusion: done ? (change.conclusion ?? run.conclusion) : null,
    external_id: change.external_id ?? run.external_id,
    details_url: change.details_url ?? run.details_url,
    started_at: change.started_at ?? run.started_at ?? (status === "queued" ? null : now),
    completed_at: done ? (change.completed_at ?? run.completed_at ?? now) : null,
    title: change.output?.title ?? run.title,
    summary: change.output?.summary ?? run.summary,
    text: change.output?.text ?? run.text,
  };
};
