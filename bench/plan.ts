/** A plan of so many todos that need nothing of each other, in bodies of about the same length. */
export const planText = (
  { todos, bodies }: { todos: number; bodies: number },
  { agent, reviewer }: { agent: string; reviewer: string },
): string =>
  JSON.stringify({
    version: 1,
    plan: "bench",
    title: `${todos} todos`,
    base: "main",
    branches: "bench/{order}-{slug}",
    parallel: bodies,
    // What it costs is a figure of its own.
    sandbox: "off",
    agent: { use: "command", command: [agent] },
    reviewer: { use: "command", command: [reviewer] },
    bodies: Array.from({ length: bodies }, (_, body) => ({
      body: `body-${body}`,
      todos: Array.from({ length: todos }, (_, todo) => ({
        todo: `todo-${todo}`,
        title: `Todo ${todo}`,
      })).filter((_, todo) => todo % bodies === body),
    })),
  });
