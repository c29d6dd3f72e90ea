import { existsSync } from "node:fs";
import { join } from "node:path";
import { scene, sh } from "../git/scene.ts";
import { milepost, parsed } from "./milepost.ts";

test("the demo closes its milestone, and shows every turn that work can take", async () => {
  await using place = await scene();
  const folder = join(place.dir, "demo");
  const { exitCode, stdout } = await milepost(["demo", "--keep", folder, "--json"]);
  const events = parsed(stdout);
  expect(exitCode).toBe(0);
  const result = events.at(-1);
  expect(result).toMatchObject({
    milestone: { state: "closed" },
    todos: { total: 8, done: 8, blocked: 0 },
    followUps: { opened: 2, open: 0 },
    criteria: Array(6).fill({ ok: true }),
  });
  expect(result?.pulls).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ todo: "discounts", base: "shop/01a-cents" }),
      expect.objectContaining({ todo: "cart", base: "milepost/base/03a", rounds: 2 }),
    ]),
  );
  expect(events).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ type: "step", todo: "products", stage: "agent, fix 1 of 2" }),
      expect.objectContaining({ type: "settled", todo: "search", result: "failed", attempt: 1 }),
      expect.objectContaining({ type: "settled", todo: "cart", result: "changes requested", round: 1 }),
      expect.objectContaining({ type: "settled", body: "testing", order: "01c", result: "approved" }),
    ]),
  );
  const shop = join(folder, "shop");
  expect(await sh(shop, "status", "--porcelain")).toBe("");
  expect(await sh(shop, "ls-tree", "-r", "--name-only", "milepost/shop/04a-smoke-test")).toContain(
    "src/checkout/receipt.js",
  );
  expect(existsSync(join(shop, ".milepost/forge/forge.sqlite"))).toBe(true);
});

test("the demo makes nothing where something else is", async () => {
  await using place = await scene();
  await sh(place.dir, "init", "--quiet", "other");
  const folder = join(place.dir, "repo");
  await sh(place.dir, "init", "--quiet", "--bare", join(folder, "shop"));
  const { exitCode, stderr } = await milepost(["demo", "--keep", folder]);
  expect(exitCode).toBe(1);
  expect(stderr).toContain("exists and is no repository");
});
