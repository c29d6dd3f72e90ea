import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { forgeToRead } from "../../src/cli/forge-kind.ts";
import { type ForgeKind, openHome } from "../../src/local/home.ts";
import { noteRun } from "../../src/local/last-run.ts";
import { memory } from "../folders.ts";

const placed = (root: string) => ({ main: { root, bare: false } });

const ranOn = async (root: string, forge: ForgeKind): Promise<void> => {
  const home = await openHome(placed(root), forge);
  const file = join(root, "shop.yml");
  await using _run = await noteRun(home, {
    plan: "shop",
    file,
    forge,
    command: "milepost run",
    base: "main",
  });
};

test.each<[ForgeKind | null, string | undefined, string | undefined, ForgeKind]>([
  [null, undefined, "shop", "local"],
  ["local", undefined, "shop", "local"],
  ["github", undefined, "shop", "github"],
  ["github", undefined, undefined, "github"],
  ["github", undefined, "other", "local"],
  ["github", "local", "shop", "local"],
  ["local", "github", "shop", "github"],
])("last on %s, --forge %s: plan %s is looked at on %s", async (last, said, plan, expected) => {
  const root = await mkdtemp(join(memory, "milepost-ran-"));
  if (last !== null) await ranOn(root, last);
  expect(await forgeToRead(said, placed(root), plan)).toBe(expected);
  await rm(root, { recursive: true });
});
