import { writeFile } from "node:fs/promises";
import { ownWorkflowFiles } from "./workflow-files.ts";

for (const { path, text } of await ownWorkflowFiles()) await writeFile(path, text);
