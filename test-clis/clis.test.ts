import { reviewerScript } from "../test/local/world.ts";
import { aider, clis } from "./clis.ts";
import { tokens } from "./model/dialect.ts";
import { startModel } from "./model/server.ts";
import { type CliWorld, newCliWorld } from "./world.ts";

const greeting = (world: CliWorld): string =>
  world.git("show", "refs/remotes/milepost/t/00a-hello:hello.txt");

test.each(clis)("$title writes a file, reviews it, and the todo closes", async (cli) => {
  using installed = cli.install();
  using world = newCliWorld();
  await using model = await startModel(cli.script(world.worktree));
  const programs = { agent: cli.use, reviewer: cli.use, url: model.url, bin: installed.bin };
  const { code, output } = await world.run(programs, cli.setup(model.url));
  process.stdout.write(`${cli.title}: ${installed.version}, ${model.turns.length} turns of the model\n`);
  expect({ code, output }).toMatchObject({ code: 0, output: expect.stringContaining('"state":"closed"') });
  expect(greeting(world)).toBe("hello\n");
  const usd = cli.usd === null ? null : expect.any(Number);
  const [{ usage }] = JSON.parse(world.handOff("report.json")).costs;
  expect(usage).toMatchObject({ usd });
  expect(usage.inputTokens).toBeGreaterThanOrEqual(2 * tokens.input);
  expect(usage.outputTokens).toBeGreaterThanOrEqual(2 * tokens.output);
  expect(JSON.parse(world.handOff("review.json"))).toMatchObject({
    verdict: { decision: "approve", summary: "It greets." },
    costs: [{ usage: { usd } }],
  });
});

test("aider writes a file, and the todo closes", async () => {
  using installed = aider.install();
  using world = newCliWorld();
  await using model = await startModel(() => ({ kind: "say", text: "hello.txt\n```\nhello\n```\n" }));
  const reviewer = world.file("reviewer.js", reviewerScript());
  const { code, output } = await world.run(
    {
      agent: aider.use,
      reviewer: `use: command, command: ["${reviewer}"]`,
      url: model.url,
      bin: installed.bin,
    },
    aider.setup(model.url),
  );
  expect({ code, output }).toMatchObject({ code: 0, output: expect.stringContaining('"state":"closed"') });
  expect(greeting(world)).toBe("hello\n");
});
