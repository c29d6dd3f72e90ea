import { join } from "node:path";
import { LeaseError } from "../../src/core/push-refused.ts";
import { startForge } from "../../src/forge/server.ts";
import { openPublisher } from "../../src/git/repositories/publisher.ts";
import { commit, scene, sh } from "./scene.ts";

test("the publisher works with the forge over HTTP, by its token only", async () => {
  await using at = await scene();
  await using forge = await startForge({ dataDir: join(at.dir, "forge") });
  const { fullName } = await forge.createRepository({ owner: "owner", name: "shop" });
  const url = `${forge.url}/${fullName}.git`;
  const token = forge.accounts.find(({ role }) => role === "bot")?.token ?? "";
  const publisher = await openPublisher({ dir: join(at.dir, "publisher.git"), url, token });
  await sh(at.repo, "push", "-q", publisher.dir, "main:refs/milepost/seed");
  await publisher.push(at.main, "main", { expect: null });

  const next = await commit(at.repo, { b: "b" });
  await sh(at.repo, "push", "-q", publisher.dir, "main:refs/milepost/next");
  await publisher.push(next, "feature/x", { expect: null });
  await expect(publisher.push(at.main, "feature/x", { expect: null })).rejects.toThrow(LeaseError);

  const other = await openPublisher({ dir: join(at.dir, "other.git"), url, token });
  await other.fetch(["main", next]);
  expect(await other.has(next)).toBe(true);

  const stranger = await openPublisher({ dir: join(at.dir, "stranger.git"), url, token: "wrong" });
  await expect(stranger.push(next, "main", { expect: at.main })).rejects.toThrow(/git push|Authentication/);
});
