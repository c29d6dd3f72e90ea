import fc from "fast-check";
import { loadPlan } from "../../../src/core/plan/load.ts";
import type { Plan } from "../../../src/core/plan/plan.ts";
import { renderProblems } from "../../../src/core/plan/problem.ts";

/** A todo to make a plan of; every wait goes to an earlier one, so that no plan has a circle. */
interface TodoSketch {
  readonly body: number;
  /** How far back in the list each needed todo is. */
  readonly needs: readonly number[];
  readonly nextPhase: boolean;
  /** What an edit in the middle of the run does with it. */
  readonly edit: "none" | "add" | "remove" | "reword";
}

export interface PlanSketch {
  readonly todos: readonly TodoSketch[];
  readonly parallel: number;
  readonly merge: "manual" | "auto";
  readonly rounds: number;
  readonly attempts: number;
  readonly rules: number;
  /** Bodies that wait for the one before them where that makes no circle. */
  readonly after: readonly boolean[];
}

const todoSketch = (edits: readonly TodoSketch["edit"][]): fc.Arbitrary<TodoSketch> =>
  fc.record({
    body: fc.nat(3),
    needs: fc.uniqueArray(fc.integer({ min: 1, max: 4 }), { maxLength: 3 }),
    nextPhase: fc.integer({ min: 0, max: 5 }).map((side) => side === 5),
    edit: fc.constantFrom(...edits),
  });

const few = fc.integer({ min: 1, max: 3 });

/** Plans of up to eight todos in four bodies. */
export const planSketches = (given: {
  edits?: readonly TodoSketch["edit"][];
  rounds?: fc.Arbitrary<number>;
  attempts?: fc.Arbitrary<number>;
}): fc.Arbitrary<PlanSketch> => {
  const { edits = ["none"], rounds = few, attempts = few } = given;
  return fc.record({
    todos: fc.array(todoSketch(edits), { minLength: 1, maxLength: 8 }),
    parallel: fc.integer({ min: 1, max: 4 }),
    merge: fc.constantFrom("manual", "auto"),
    rounds,
    attempts,
    rules: fc.nat(2),
    after: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
  });
};

interface Named extends TodoSketch {
  readonly at: number;
  readonly phase: number;
}

/** The plan of a sketch before or after its edit. */
export const planOf = (sketch: PlanSketch, version: "first" | "edited"): Plan => {
  let phase = 0;
  const all = sketch.todos.map((todo, at): Named => {
    if (todo.nextPhase) phase += 1;
    return { ...todo, at, phase };
  });
  const gone = version === "first" ? "add" : "remove";
  const left = all.filter(({ edit }, at) => at === 0 || edit !== gone);
  const text = (todo: Named) => (version === "edited" && todo.edit === "reword" ? "In other words" : "Do it");
  return load({
    version: 1,
    plan: "p",
    title: "P",
    parallel: sketch.parallel,
    merge: sketch.merge,
    limits: { rounds: sketch.rounds, attempts: sketch.attempts },
    rules: ["Be kind", "Be brief"].slice(0, sketch.rules),
    bodies: bodiesOf(left).map((body, index, bodies) => ({
      body: `body-${body}`,
      accepts: index === bodies.length - 1 ? ["testing"] : [],
      after: waitsFor(left, bodies, index) && sketch.after[body] ? [`body-${bodies[index - 1]}`] : [],
      todos: left
        .filter((todo) => todo.body === body)
        .map((todo) => ({
          todo: `todo-${todo.at}`,
          title: `Todo ${todo.at}`,
          text: text(todo),
          phase: todo.phase,
          needs: left.filter(({ at }) => todo.needs.includes(todo.at - at)).map(({ at }) => `todo-${at}`),
        })),
    })),
  });
};

const bodiesOf = (todos: readonly Named[]): number[] => [...new Set(todos.map(({ body }) => body))];

/** Whether all of the body before stands before all of this one: waiting for it then makes no circle. */
const waitsFor = (todos: readonly Named[], bodies: readonly number[], index: number): boolean => {
  const places = (body: number | undefined) => todos.filter((todo) => todo.body === body).map(({ at }) => at);
  return index > 0 && Math.max(...places(bodies[index - 1])) < Math.min(...places(bodies[index]));
};

/** Reads a plan from its values; JSON is YAML. */
export const load = (values: object): Plan => {
  const loaded = loadPlan(JSON.stringify(values), "p.yml");
  if (!loaded.ok) throw new Error(renderProblems(loaded.problems));
  return loaded.plan;
};
