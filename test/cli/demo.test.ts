import { existsSync } from "node:fs";
import { join } from "node:path";
import { Octokit } from "@octokit/rest";
import { startForge } from "../../src/forge/server.ts";
import { disk } from "../folders.ts";
import { scene, sh } from "../git/scene.ts";
import { milepost, parsed } from "./milepost.ts";

test("the demo closes its milestone, and shows every turn that work can take", async () => {
  await using place = await scene({ "a.txt": "a\n" }, disk);
  const folder = join(place.dir, "demo");
  const { exitCode, stdout } = await milepost(["demo", "--keep", folder, "--json"]);
  const events = parsed(stdout);
  expect(exitCode).toBe(0);
  const result = events.at(-1);
  expect(result).toMatchObject({
    milestone: { state: "closed" },
    todos: { total: 9, done: 9, blocked: 0 },
    followUps: { opened: 5, open: 0 },
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
      expect.objectContaining({ type: "step", todo: "cents", detail: "1 missing sign-off added" }),
      expect.objectContaining({
        type: "step",
        todo: "products",
        stage: "agent, fix 1 of 1",
        detail: expect.stringMatching(/size failed: 7\d hand-written.*could be handed in as 2 parts/),
      }),
      expect.objectContaining({ type: "settled", body: "catalogue", order: "02c", result: "approved" }),
      expect.objectContaining({ type: "settled", todo: "receipt", result: "refused", attempt: 1 }),
      expect.objectContaining({ type: "change", change: "create-fix", todo: "receipt" }),
      expect.objectContaining({ type: "settled", todo: "receipt", result: "approved", attempt: 2 }),
      expect.objectContaining({ type: "settled", todo: "search", result: "failed", attempt: 1 }),
      expect.objectContaining({ type: "settled", todo: "cart", result: "changes requested", round: 1 }),
      expect.objectContaining({ type: "settled", body: "testing", order: "01c", result: "approved" }),
      // What passes alone fails together: found before anything lands, mended, and taken in above without a reviewer.
      expect.objectContaining({ type: "landing", ended: "failed", stage: "failed with 03b" }),
      expect.objectContaining({ type: "change", change: "send-back", todo: "receipt" }),
      expect.objectContaining({ type: "settled", todo: "receipt", result: "approved", round: 2 }),
      expect.objectContaining({
        ...{ type: "settled", todo: "smoke-test", result: "restacked" },
        detail: "its approval holds for what it is now",
      }),
      expect.objectContaining({ type: "landing", ended: "passed" }),
    ]),
  );
  const shop = join(folder, "shop");
  const merged = await sh(shop, "log", "--first-parent", "--reverse", "--format=%s", "main..shop-landed");
  expect(merged.match(/^Merge \w+/gm)).toEqual(
    ["01a", "01b", "01c", "02a", "02b", "02c", "03a", "03b", "04a"].map((order) => `Merge ${order}`),
  );
  expect(await filesAt(shop, "02a-products")).not.toContain("shelves.js");
  expect(await filesAt(shop, "02c-show-where")).toContain("shelves.js");
  for (const { gates, statuses } of await pullsOf(shop)) {
    expect(gates).toMatch(/^\| coverage \| passed \| .*\|$/m);
    expect(statuses).toEqual({ "milepost/gates": "success", "milepost/review": "success" });
  }
  expect(await sh(shop, "status", "--porcelain")).toBe("");
  expect(await filesAt(shop, "04a-smoke-test")).toContain("src/checkout/receipt.js");
  expect(existsSync(join(shop, ".milepost/forge/forge.sqlite"))).toBe(true);
});

/** The files of the branch that begins so. */
const filesAt = async (shop: string, branch: string): Promise<string> => {
  const [ref = ""] = (await sh(shop, "branch", "--remotes", "--list", `milepost/shop/${branch}*`))
    .trim()
    .split("\n");
  return await sh(shop, "ls-tree", "-r", "--name-only", ref.trim());
};

/** What each pull request of the demo's forge carries: its gate table, and the newest status of each context. */
const pullsOf = async (shop: string) => {
  await using forge = await startForge({ dataDir: join(shop, ".milepost/forge") });
  const token = forge.accounts.find(({ role }) => role === "owner")?.token ?? "";
  const octokit = new Octokit({ baseUrl: forge.url, auth: token });
  const at = { owner: "owner", repo: "shop", per_page: 100 };
  const pulls = await octokit.rest.pulls.list({ ...at, state: "open" });
  expect(pulls.data).toHaveLength(9);
  return await Promise.all(
    pulls.data.map(async ({ number, head }) => {
      const comments = await octokit.rest.issues.listComments({ ...at, issue_number: number });
      const combined = await octokit.rest.repos.getCombinedStatusForRef({ ...at, ref: head.sha });
      return {
        gates: comments.data.map(({ body }) => body ?? "").find((body) => body.includes("| gate |")),
        statuses: Object.fromEntries(combined.data.statuses.map(({ context, state }) => [context, state])),
      };
    }),
  );
};

test("the demo makes nothing where something else is", async () => {
  await using place = await scene();
  await sh(place.dir, "init", "--quiet", "other");
  const folder = join(place.dir, "repo");
  await sh(place.dir, "init", "--quiet", "--bare", join(folder, "shop"));
  const { exitCode, stderr } = await milepost(["demo", "--keep", folder]);
  expect(exitCode).toBe(1);
  expect(stderr).toContain("exists and is no repository");
});
