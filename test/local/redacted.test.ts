import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { forgeState, newWorld, reviewerScript, runToEnd } from "./world.ts";

test("a key that an agent prints is neither in its transcript nor on the forge", async () => {
  using world = newWorld();
  const key = "shop-key-4711-4711";
  const plan = world.plan(`limits: { attempts: 1 }
agent: { use: command, command: ["${world.file(
    "leak.sh",
    '#!/bin/sh\necho "the key is $SHOP_API_KEY"; printf %s "$SHOP_API_KEY" | base64 >&2; exit 3\n',
  )}"], env: [SHOP_API_KEY] }
bodies: [{ body: a, todos: [{ todo: a1, order: 00a, title: A }] }]
`);
  const reviewer = world.file("review.js", reviewerScript());
  const { code, result } = await runToEnd(world, { plan, reviewer, env: { SHOP_API_KEY: key } });
  expect(code).toBe(2);
  expect(result.waiting[0]).toContain("the key is ***");
  const attempts = join(world.repo, ".milepost/lanes/test/a1/attempts");
  const files = readdirSync(attempts).flatMap((one) =>
    ["transcript.log", "attempt.json"].map((name) => join(attempts, one, name)),
  );
  const transcript = files.map((file) => readFileSync(file, "utf8")).join("");
  const everything = `${transcript}${JSON.stringify(await forgeState(world))}${JSON.stringify(result)}`;
  expect(transcript).toContain("the key is ***");
  expect(everything).not.toContain(key);
  expect(everything).not.toContain(Buffer.from(key).toString("base64"));
});
