import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { jsonSchema } from "../core/plan/json-schema.ts";
import { planReference } from "../core/plan/reference.ts";

/** Writes what is made of the plan's schema, its JSON Schema and its reference: `npm run schema`, in the package's root. */
const root = process.argv[2] ?? ".";
const files = {
  "schema/plan.schema.json": `${JSON.stringify(jsonSchema(), null, 2)}\n`,
  "docs/plans.md": planReference(),
};
for (const [name, text] of Object.entries(files)) {
  await mkdir(dirname(join(root, name)), { recursive: true });
  await writeFile(join(root, name), text);
}
