import { parse } from "yaml";
import { z } from "zod";

const step = z.looseObject({
  name: z.string().optional(),
  uses: z.string().optional(),
  run: z.string().optional(),
  if: z.string().optional(),
  with: z.record(z.string(), z.unknown()).default({}),
  env: z.record(z.string(), z.string()).default({}),
});

const job = z.looseObject({
  name: z.string().optional(),
  if: z.string().optional(),
  uses: z.string().optional(),
  needs: z.union([z.string().transform((name) => [name]), z.array(z.string())]).default([]),
  permissions: z.record(z.string(), z.enum(["read", "write"])),
  concurrency: z.object({ group: z.string(), "cancel-in-progress": z.boolean() }).optional(),
  strategy: z.looseObject({ "fail-fast": z.boolean() }).optional(),
  env: z.record(z.string(), z.string()).default({}),
  steps: z.array(step).default([]),
});

const workflow = z.looseObject({
  name: z.string(),
  on: z.record(z.string(), z.unknown()),
  permissions: z.strictObject({}),
  concurrency: z.object({ group: z.string(), "cancel-in-progress": z.boolean() }),
  env: z.record(z.string(), z.string()).default({}),
  jobs: z.record(z.string(), job),
});

export type Workflow = z.output<typeof workflow>;
export type Job = z.output<typeof job>;

/** Reads a workflow of ours; it fails when a job states no permissions, or the file grants some to all of them. */
export const readWorkflow = (text: string): Workflow => workflow.parse(parse(text));
