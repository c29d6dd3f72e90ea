import { z } from "zod";
import { maxBodies, maxGlobs } from "./maxima.ts";
import { maxNotify } from "./notify.ts";
import type { Path } from "./problem.ts";
import { maxPrograms, programNames } from "./program.ts";
import { defaultBranches, idSchema, orderSchema, type PlanFile, worktreeSchema } from "./schema.ts";

/** What is missing has its default beside: zod would describe a problem first, which takes long. */
const orNull = <T extends z.ZodType>(schema: T) => schema.nullable().prefault(null).catch(null);
const text = orNull(z.string());
const texts = z.array(text).default([]).catch([]);
const ids = z.array(orNull(idSchema)).default([]).catch([]);
const program = orNull(z.object({ use: orNull(z.enum(programNames)), command: z.unknown().optional() }));
/** One, or a list of them. */
const programs = z.union([z.array(program).max(maxPrograms), program]);

const noTodo = { todo: null, order: null, phase: 0, needs: [], stack: true, issue: null };
const todo = z
  .object({
    todo: orNull(idSchema),
    order: orNull(orderSchema),
    phase: z.int().min(0).default(0).catch(0),
    needs: ids,
    stack: z.boolean().default(true).catch(true),
    issue: orNull(z.int()),
  })
  .catch(noTodo);

const noBody = { body: null, worktree: null, owns: null, after: [], accepts: [], agent: null, todos: [] };
const body = z
  .object({
    body: orNull(idSchema),
    worktree: orNull(worktreeSchema),
    owns: orNull(z.array(text).max(maxGlobs)),
    after: ids,
    accepts: ids,
    agent: programs,
    todos: z.array(todo).catch([]),
  })
  .catch(noBody);

const sketchSchema = z.object({
  plan: orNull(idSchema),
  base: z.string().default("main").catch("main"),
  branches: text,
  merge: z.enum(["manual", "auto"]).default("manual").catch("manual"),
  limits: orNull(z.object({ minutes: orNull(z.number()), stallMinutes: orNull(z.number()) })),
  agent: programs,
  reviewer: programs,
  verify: texts,
  coverage: orNull(
    z.object({
      report: z
        .union([z.string(), z.array(z.string())])
        .nullable()
        .catch(null),
    }),
  ),
  generated: texts,
  protected: texts,
  rules: texts,
  notify: z
    .array(orNull(z.record(z.string(), z.unknown())))
    .max(maxNotify)
    .catch([])
    .default([]),
  bodies: z.array(body).max(maxBodies).catch([]),
});

/** What can be read of a plan that may be broken: `null` stands for what is missing or wrong in itself. */
export type Sketch = z.output<typeof sketchSchema>;

export type SketchProgram = NonNullable<z.output<typeof program>>;

/** A todo of a sketch, with its place. */
export interface SketchTodo {
  readonly id: string | null;
  readonly order: string | null;
  readonly phase: number;
  readonly needs: readonly (string | null)[];
  /** Whether it starts from the todo before it in its body. */
  readonly stack: boolean;
  readonly issue: number | null;
  /** Index of its body in the plan, and its own in the body. */
  readonly body: number;
  readonly index: number;
  readonly path: Path;
}

/** Reads what can be read of a mapping; `null` for anything else. The many todos of one that is right, `file`, are not read again. */
export const sketchOf = (value: unknown, file: PlanFile | null = null): Sketch | null => {
  if (file === null) return sketchSchema.safeParse(value).data ?? null;
  const sketch = sketchSchema.safeParse(withoutTodos(value)).data;
  if (sketch === undefined) return null;
  const bodies = sketch.bodies.map((one, at) => ({
    ...one,
    todos: file.bodies[at]?.todos.map(sketched) ?? [],
  }));
  return { ...sketch, bodies };
};

const withoutTodos = (value: unknown): unknown => {
  const { data } = bodiesSchema.safeParse(value);
  return data && { ...data, bodies: data.bodies.map((one) => ({ ...one, todos: [] })) };
};

const bodiesSchema = z.looseObject({ bodies: z.array(z.record(z.string(), z.unknown())) });

const sketched = ({ todo, order, phase, needs, stack, issue }: FileTodo) => ({
  todo,
  order: order ?? null,
  phase: phase ?? 0,
  needs,
  stack,
  issue: issue ?? null,
});

type FileTodo = PlanFile["bodies"][number]["todos"][number];

/** The pattern of the branch names, given or not. */
export const patternOf = ({ branches }: Sketch): string => branches ?? defaultBranches;

/** All todos, body after body. */
export const sketchTodos = (sketch: Sketch): SketchTodo[] =>
  sketch.bodies.flatMap((body, bodyIndex) =>
    body.todos.map(({ todo, order, phase, needs, stack, issue }, index) => ({
      id: todo,
      order,
      phase,
      needs,
      stack,
      issue,
      body: bodyIndex,
      index,
      path: ["bodies", bodyIndex, "todos", index],
    })),
  );

/** How messages name a todo: its id, or its place when that is missing. */
export const labelOf = (sketch: Sketch, { id, body, index }: SketchTodo): string =>
  id ?? `todo ${index + 1} of ${sketch.bodies[body]?.body ?? `body ${body + 1}`}`;
