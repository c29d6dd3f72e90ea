import { stringify } from "yaml";
import type { JobDefinition, WorkflowDefinition } from "./definition.ts";
import { type Json, mapExpressions, mapTexts, unwrapped } from "./expressions.ts";
import type { Combination } from "./matrix.ts";

/** What a job's own expressions may name that a runner of one job cannot know. */
interface FilledIn {
  readonly needs: Json;
  readonly inputs: Json;
}

/**
 * A workflow of one job: its needs and inputs stand in it as values, so that whoever runs it needs nothing else of
 * the run. What the forge decides (`needs`, `if`, `permissions`, `concurrency`, `outputs`) is left out.
 */
export const jobFile = (
  {
    workflow,
    key,
    job,
    name,
  }: { workflow: WorkflowDefinition; key: string; job: JobDefinition; name: string },
  { matrix, filledIn, event }: { matrix: Combination; filledIn: FilledIn; event: string },
): string => {
  const fill = (value: Json | undefined): Json | undefined =>
    value === undefined ? undefined : mapTexts(value, (text, at) => filled(text, at, filledIn));
  const only = {
    name,
    "runs-on": "ubuntu-latest",
    ...(Object.keys(matrix).length === 0 ? {} : { strategy: { matrix: { include: [matrix] } } }),
    "timeout-minutes": fill(job["timeout-minutes"]),
    env: fill(job.env),
    defaults: fill(job.defaults),
    container: fill(job.container),
    services: fill(job.services),
    steps: fill(job.steps),
  };
  return stringify(
    {
      name: workflow.name ?? name,
      on: event,
      env: fill(workflow.env),
      defaults: fill(workflow.defaults),
      jobs: { [key]: only },
    },
    { aliasDuplicateObjects: false, lineWidth: 0 },
  );
};

/** An `if:` is an expression with or without braces; every other text holds expressions in braces. */
const filled = (text: string, at: string, values: FilledIn): string =>
  at === "if"
    ? `\${{ ${withValues(unwrapped(text), values)} }}`
    : mapExpressions(text, (expression) => `\${{ ${withValues(expression, values)} }}`);

/** The expression with the names of the contexts replaced by their values; texts in quotes are left alone. */
const withValues = (expression: string, values: FilledIn): string =>
  expression.replace(
    /'(?:[^']|'')*'|(?<![\w.-])(needs|inputs)(?![\w-])/gi,
    (whole: string, name: string | undefined) => {
      if (name === undefined) return whole;
      return `fromJSON('${quotable(name.toLowerCase() === "needs" ? values.needs : values.inputs)}')`;
    },
  );

/** JSON that can stand in quotes between braces: no quote is single and no two braces meet. */
const quotable = (value: Json): string =>
  JSON.stringify(value)
    .replace(/"(?:[^"\\]|\\.)*"/g, (text) => text.replaceAll("{", "\\u007b").replaceAll("}", "\\u007d"))
    .replace(/[{}](?=[{}])/g, "$& ")
    .replaceAll("'", "''");
