import { join } from "node:path";
import { newGuard } from "../../src/local/guard.ts";
import { workshopAt } from "../../src/local/workshop.ts";
import { commit, linked, sh } from "../git/scene.ts";

test("where an agent works all is read that its gates judge: merges, and secrets that a later commit removed", async () => {
  await using at = await linked({ "a.txt": "a\n" });
  const workshop = workshopAt({
    ...{
      hub: at.hub,
      worktrees: join(at.dir, "trees"),
      generated: [],
      setup: [],
      limits: { blobMegabytes: 10 },
    },
    author: { name: "Milepost", email: "milepost@example.com" },
    guard: newGuard({ look: async () => null, compare: () => [] }),
  });
  const base = { name: "main", sha: at.main };
  const checkout = await workshop.checkOut({ worktree: "b", branch: "work", start: at.main, base });
  const token = `ghp${"_"}wWPw5k4aXcaT4fNP0UcnZwJUVFk6LO0pINUx`;
  await commit(checkout.path, { "key.ts": `const token = "${token}";\n` });
  await commit(checkout.path, { "key.ts": "\n" });
  await sh(checkout.path, "checkout", "--quiet", "-b", "side", at.main);
  await commit(checkout.path, { "b.txt": "b\n" });
  await sh(checkout.path, "checkout", "--quiet", "-");
  await sh(checkout.path, "merge", "--quiet", "--no-ff", "--no-edit", "side");
  const head = await checkout.commit("Work", () => undefined);
  const { commits, secrets } = await checkout.facts(at.main, head);
  expect(commits?.some(({ parents }) => parents.length === 2)).toBe(true);
  expect(secrets?.findings).toMatchObject([{ path: "key.ts", line: 1 }]);
});
