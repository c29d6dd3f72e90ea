import { mergePull, openPull } from "../../src/github/pulls.ts";
import { openWorld } from "../forge/world.ts";
import { clientOf } from "./client.ts";

test("what the forge declines to merge is told in its words, and merged when it may be", async () => {
  await using world = await openWorld();
  const { owner, repo, push } = await world.repository();
  const sha = await push("change", { "new.txt": "new\n" }, "main");
  const [bot, person] = [clientOf(world, { owner, repo }), clientOf(world, { owner, repo }, "owner")];
  const allow = (allow_merge_commit: boolean) =>
    person.octokit.rest.repos.update({ owner, repo, allow_merge_commit });
  const { pull } = await openPull(bot, {
    number: null,
    branch: "change",
    base: "main",
    title: "T",
    body: "",
    isNew: true,
  });
  await allow(false);
  expect(await mergePull(bot, pull.number, sha)).toEqual({
    declined: "Merge commits are not allowed on this repository.",
  });
  await allow(true);
  expect(await mergePull(bot, pull.number, sha)).toBe("merged");
});
