import type { Path, PlanFinding } from "../problem.ts";
import type { Sketch, SketchProgram } from "../sketch.ts";

/** Programs without their command, limits that exclude each other, and a report that nothing writes or that is elsewhere. */
export const settings = (sketch: Sketch): PlanFinding[] => [
  ...programs(sketch.agent, ["agent"]),
  ...programs(sketch.reviewer, ["reviewer"]),
  ...sketch.bodies.flatMap(({ agent }, index) => programs(agent, ["bodies", index, "agent"])),
  ...stall(sketch),
  ...unwritten(sketch),
  ...outside(sketch),
];

/** A plan without todos, or a body that will never have one; only for plans whose shape is right. */
export const work = ({ bodies }: Sketch): PlanFinding[] => {
  if (bodies.every(({ todos }) => todos.length === 0))
    return [
      {
        at: { path: ["bodies"], key: true },
        message: "the plan is empty: no body has a todo",
        expected: "at least one todo",
      },
    ];
  return bodies.flatMap(({ body, todos, accepts }, index): PlanFinding[] =>
    todos.length > 0 || accepts.length > 0
      ? []
      : [
          {
            at: { path: ["bodies", index] },
            message: `body \`${body}\` has no todos and accepts no follow-ups`,
            expected: "one of them",
            level: "warning",
          },
        ],
  );
};

const programs = (given: Sketch["agent"], path: Path): PlanFinding[] =>
  Array.isArray(given) ? given.flatMap((one, index) => program(one, [...path, index])) : program(given, path);

const program = (agent: SketchProgram | null, path: Path): PlanFinding[] => {
  if (agent === null || agent.use === null) return [];
  if (agent.use === "command" && agent.command === undefined)
    return [
      {
        at: { path: [...path, "use"] },
        message: "`use: command` without a command",
        expected: "`command: [program, argument …]` beside it",
      },
    ];
  if (agent.use !== "command" && agent.command !== undefined)
    return [
      {
        at: { path: [...path, "command"], key: true },
        message: `\`command\` beside \`use: ${agent.use}\``,
        expected: "`use: command`, or no `command`",
      },
    ];
  return [];
};

const stall = ({ limits }: Sketch): PlanFinding[] => {
  const { minutes = null, stallMinutes = null } = limits ?? {};
  if (minutes === null || stallMinutes === null || stallMinutes <= minutes) return [];
  const message = `\`stallMinutes\` is ${stallMinutes}, but a run ends after ${minutes} minutes anyway`;
  return [
    { at: { path: ["limits", "stallMinutes"] }, message, expected: "less than `minutes`", level: "warning" },
  ];
};

/** Only what the verify commands write is believed, so without them every change would fail. */
const unwritten = ({ coverage, verify }: Sketch): PlanFinding[] => {
  if (coverage === null || verify.length > 0) return [];
  const message = "`coverage` names a report, and there are no `verify` commands to write it";
  return [
    { at: { path: ["coverage"], key: true }, message, expected: "`verify: [a command that writes it]`" },
  ];
};

/** The report is looked for in the checkout only. */
const outside = ({ coverage }: Sketch): PlanFinding[] => {
  const { report = null } = coverage ?? {};
  if (report === null) return [];
  return [report].flat().flatMap((path, at): PlanFinding[] => {
    if (!path.startsWith("/") && !path.split("/").includes("..")) return [];
    const where = { path: ["coverage", "report", ...(Array.isArray(report) ? [at] : [])] };
    return [
      { at: where, message: `\`${path}\` is outside the repository`, expected: "a path from its root" },
    ];
  });
};
