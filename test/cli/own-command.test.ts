import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ownCommand } from "../../src/cli/own-command.ts";

test("commands that are printed can be typed as they are", async () => {
  const folder = await mkdtemp(join(tmpdir(), "milepost-path-"));
  const started = "/home/ada/my shop/bin/milepost.js";
  expect(ownCommand(started, folder)).toBe("node '/home/ada/my shop/bin/milepost.js'");
  await writeFile(join(folder, "milepost"), "");
  expect(ownCommand(started, `/none:${folder}`)).toBe("milepost");
  expect(ownCommand("/home/ada/.npm/_npx/1/node_modules/.bin/milepost", folder)).toBe("npx milepost");
  await rm(folder, { recursive: true });
});
