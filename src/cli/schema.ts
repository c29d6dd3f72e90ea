import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { jsonSchema } from "../core/plan/json-schema.ts";

/** Writes the plan's JSON Schema: `npm run schema`, run where the package's root is. */
const file = process.argv[2] ?? "schema/plan.schema.json";
await mkdir(dirname(file), { recursive: true });
await writeFile(file, `${JSON.stringify(jsonSchema(), null, 2)}\n`);
