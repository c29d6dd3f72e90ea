import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { withTables } from "./action-readme.ts";

/** Makes the tables of all actions' READMEs anew: `npm run readmes`, in the package's root. */
const actions = await readdir("actions", { withFileTypes: true });
const places = [
  { yaml: "action.yml", readme: "actions/README.md" },
  ...actions
    .filter((one) => one.isDirectory())
    .map(({ name }) => ({
      yaml: join("actions", name, "action.yml"),
      readme: join("actions", name, "README.md"),
    })),
];
for (const { yaml, readme } of places) {
  await writeFile(readme, withTables(await readFile(readme, "utf8"), await readFile(yaml, "utf8")));
}
