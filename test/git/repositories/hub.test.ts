import { readdir, rm, symlink } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { bundle } from "../../../src/git/hand-off/handoff-bundle.ts";
import { openHub } from "../../../src/git/repositories/hub.ts";
import { openPublisher } from "../../../src/git/repositories/publisher.ts";
import { deliver, openRepository } from "../../../src/git/repositories/repository.ts";
import { commitLeftovers } from "../../../src/git/worktrees/leftovers.ts";
import { prepareWorktree } from "../../../src/git/worktrees/worktree.ts";
import { commit, linked, sh, write } from "../scene.ts";

test.each([
  ["config", { config: "[core]\n\tsshCommand = x\n" }],
  ["info/attributes", { "info/attributes": "* binary\n" }],
  ["objects/info/alternates", { "objects/info/alternates": "/elsewhere\n" }],
  ["hooks", { "hooks/pre-push": "#!/bin/sh\n" }],
  ["refs/replace", { "refs/replace/1": "x" }],
  ["shallow", { shallow: "x" }],
])("an agent's change of %s is seen, said and put back", async (name, files) => {
  await using at = await linked();
  expect(at.hub.touched()).toEqual([]);
  await write(at.hub.dir, files);
  expect(at.hub.restore()).toEqual([name]);
  expect(at.hub.touched()).toEqual([]);
});

test.each(["config", "refs/heads", "objects/info/alternates"])(
  "%s replaced by a link is put back, and what it pointed to is left alone",
  async (name) => {
    await using at = await linked();
    await write(at.dir, { "target/x": "x" });
    await rm(join(at.hub.dir, name), { recursive: true });
    await symlink(join(at.dir, "target"), join(at.hub.dir, name));
    expect(at.hub.restore()).toEqual([name]);
    expect(at.hub.touched()).toEqual([]);
    expect(await readdir(join(at.dir, "target"))).toEqual(["x"]);
  },
);

test.each([
  ["whose settings are gone", "config", ["config"]],
  ["that went away as a whole", ".", []],
])("of a hub %s, what was touched is told so", async (_, lost, expected) => {
  await using at = await linked();
  const told: string[][] = [];
  const { dir, publisherDir } = at.hub;
  const hub = await openHub({ dir, publisherDir, onTouched: (touched) => told.push([...touched]) });
  await rm(join(dir, lost), { recursive: true });
  hub.restore();
  expect(told.flat()).toEqual(expected);
});

test("a shallow forge makes a shallow hub, which is no agent's doing", async () => {
  await using at = await linked();
  await commit(at.repo, { x: "x" });
  await sh(at.dir, "clone", "-q", "--bare", "--depth=1", pathToFileURL(at.repo).href, "shallow.git");
  const url = pathToFileURL(join(at.dir, "shallow.git")).href;
  const publisher = await openPublisher({ dir: join(at.dir, "p2.git"), url, token: "t" });
  const hub = await openHub({ dir: join(at.dir, "h2.git"), publisherDir: publisher.dir });
  await publisher.fetch(["main"]);
  const start = await sh(publisher.dir, "rev-parse", "refs/remotes/forge/main");
  const tree = await prepareWorktree(hub, { path: join(at.dir, "t2"), branch: "b", start });
  expect(hub.touched()).toEqual([]);
  await write(tree.path, { y: "y" });
  const head = await commitLeftovers(tree, { author: { name: "A", email: "a@example.com" }, message: "Y" });
  expect((await hub.facts(start, head, { generated: [] })).files).toHaveLength(1);
  await bundle(tree, head, join(at.dir, "x.bundle"));
  expect(await publisher.importBundle(join(at.dir, "x.bundle"), { start })).toBe(head);
  await publisher.push(head, "b", { expect: null });
  await sh(at.dir, "clone", "-q", "--depth=1", pathToFileURL(at.repo).href, "shallow");
  const user = await openRepository(join(at.dir, "shallow"));
  await deliver(user, publisher.dir, [{ sha: head, branch: "b" }]);
  expect(await sh(user.root, "rev-parse", "milepost/b")).toBe(head);
});

test.each([
  ["new", undefined],
  ["half made", "objects/info/alternates"],
])("that a hub is %s is nobody's doing", async (_, missing) => {
  await using at = await linked();
  const place = { dir: missing ? at.hub.dir : join(at.dir, "new-hub"), publisherDir: at.publisher.dir };
  if (missing) await rm(join(place.dir, missing));
  const told: string[] = [];
  await openHub({ ...place, onTouched: (touched) => told.push(...touched) });
  expect(told).toEqual([]);
});

test("a half-made hub is completed", async () => {
  await using at = await linked();
  await rm(join(at.hub.dir, "config"));
  await rm(join(at.hub.dir, "objects"), { recursive: true });
  const hub = await openHub({ dir: at.hub.dir, publisherDir: at.publisher.dir });
  expect(hub.touched()).toEqual([]);
  expect((await hub.facts(at.main, at.main, { generated: [] })).files).toEqual([]);
});
