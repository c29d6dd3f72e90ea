import { rm } from "node:fs/promises";
import { join } from "node:path";
import { configIntact, openHub } from "../../src/git/hub.ts";
import { linked, write } from "./scene.ts";

test.each([
  ["config", { config: "[core]\n\tsshCommand = x\n" }],
  ["info/attributes", { "info/attributes": "* binary\n" }],
  ["objects/info/alternates", { "objects/info/alternates": "/elsewhere\n" }],
  ["hooks", { "hooks/pre-push": "#!/bin/sh\n" }],
  ["refs/replace", { "refs/replace/1": "x" }],
  ["shallow", { shallow: "x" }],
])("an agent's change of %s is seen, said and put back", async (name, files) => {
  await using at = await linked();
  expect(await configIntact(at.hub)).toBe(true);
  await write(at.hub.dir, files);
  expect(await configIntact(at.hub)).toBe(false);
  expect(await at.hub.restore()).toEqual([name]);
  expect(await configIntact(at.hub)).toBe(true);
});

test("a half-made hub is completed", async () => {
  await using at = await linked();
  await rm(join(at.hub.dir, "config"));
  await rm(join(at.hub.dir, "objects"), { recursive: true });
  const hub = await openHub({ dir: at.hub.dir, publisherDir: at.publisher.dir });
  expect(await configIntact(hub)).toBe(true);
  expect((await hub.changes(at.main, at.main)).files).toEqual([]);
});
