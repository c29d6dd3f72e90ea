import { parse } from "yaml";
import { z } from "zod";
import { MilepostError } from "../../../core/error.ts";
import type { GivenPermissions } from "../tokens/scopes.ts";
import type { Json } from "./expressions.ts";

const json: z.ZodType<Json> = z.json();
const object = z.record(z.string(), json);
const condition = z.union([z.string(), z.boolean(), z.number()]).transform(String).optional();
const permissions: z.ZodType<GivenPermissions> = z.union([
  z.enum(["read-all", "write-all"]),
  z.record(z.string(), z.enum(["read", "write", "none"])),
]);
const concurrency = z.union([
  z.string().transform((group) => ({ group, "cancel-in-progress": false as Json, queue: "single" })),
  z.object({
    group: z.string(),
    "cancel-in-progress": z.union([z.boolean(), z.string()]).default(false),
    queue: z.string().default("single"),
  }),
]);
const list = z.union([z.string().transform((one) => [one]), z.array(z.string())]);

const job = z.object({
  name: z.string().optional(),
  needs: list.default([]),
  if: condition,
  permissions: permissions.optional(),
  concurrency: concurrency.optional(),
  strategy: z
    .object({
      matrix: json.optional(),
      "fail-fast": z.union([z.boolean(), z.string()]).default(true),
      "max-parallel": z.union([z.number(), z.string()]).optional(),
    })
    .optional(),
  uses: z.string().optional(),
  with: object.default({}),
  secrets: z.union([z.literal("inherit"), object]).default({}),
  outputs: z.record(z.string(), z.string()).default({}),
  "continue-on-error": z.union([z.boolean(), z.string()]).default(false),
  "timeout-minutes": z.union([z.number(), z.string()]).optional(),
  "runs-on": json.optional(),
  env: object.optional(),
  defaults: json.optional(),
  container: json.optional(),
  services: json.optional(),
  steps: z.array(object).default([]),
});

const input = z.object({
  type: z.enum(["string", "boolean", "number", "choice", "environment"]).default("string"),
  required: z.boolean().default(false),
  default: json.optional(),
});

const inputs = z
  .record(
    z.string(),
    input.nullable().transform((given) => given ?? input.parse({})),
  )
  .nullish()
  .transform((given) => given ?? {});

/** What a workflow takes and gives when it is called or dispatched; `null` when it is not. */
const triggers = z.looseObject({
  workflow_call: z
    .object({
      inputs,
      outputs: z.record(z.string(), z.object({ value: z.string() })).nullish(),
      secrets: json.optional(),
    })
    .nullable()
    .transform((given) => given ?? { inputs: {} })
    .optional(),
  workflow_dispatch: z
    .object({ inputs })
    .nullable()
    .transform((given) => given ?? { inputs: {} })
    .optional(),
});

const on = z.union([
  list.transform((names) => triggers.parse(Object.fromEntries(names.map((name) => [name, null])))),
  triggers,
]);

const definition = z.object({
  name: z.string().optional(),
  "run-name": z.string().optional(),
  on: on.transform(({ workflow_call, workflow_dispatch }) => ({
    call: workflow_call,
    dispatch: workflow_dispatch,
  })),
  permissions: permissions.optional(),
  concurrency: concurrency.optional(),
  env: object.optional(),
  defaults: json.optional(),
  jobs: z.record(z.string(), job),
});

/** A workflow as it is run; of `on` what its starter may give it and gets. */
export type WorkflowDefinition = z.output<typeof definition>;
export type JobDefinition = z.output<typeof job>;
export type ConcurrencyDefinition = z.output<typeof concurrency>;
export type InputDefinition = z.output<typeof input>;

/**
 * A workflow's file, parsed.
 * @throws MilepostError that says everything that is wrong with it.
 */
export const parseWorkflow = (text: string, path: string): WorkflowDefinition => {
  const result = definition.safeParse(parsedYaml(text, path));
  if (!result.success) throw invalid(path, z.prettifyError(result.error));
  throwOnBadNeeds(result.data, path);
  return result.data;
};

const parsedYaml = (text: string, path: string): unknown => {
  try {
    return parse(text, { merge: true });
  } catch (cause) {
    throw invalid(path, cause instanceof Error ? cause.message : String(cause));
  }
};

const throwOnBadNeeds = ({ jobs }: WorkflowDefinition, path: string): void => {
  const visit = (id: string, before: readonly string[]): void => {
    const found = Object.hasOwn(jobs, id) ? jobs[id] : undefined;
    if (!found) throw invalid(path, `job ${before.at(-1)} needs ${id}, which is no job`);
    if (before.includes(id)) throw invalid(path, `jobs need each other: ${[...before, id].join(" → ")}`);
    for (const need of found.needs) visit(need, [...before, id]);
  };
  for (const id of Object.keys(jobs)) visit(id, []);
};

const invalid = (path: string, reason: string): MilepostError =>
  new MilepostError(`${path} is no valid workflow: ${reason}`, { hint: "correct the file and push it" });
