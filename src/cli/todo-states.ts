import { writeFile } from "node:fs/promises";
import { todoReference } from "../core/todo/reference.ts";

/** Writes the page of a todo's states anew: `npm run states`, in the package's root. */
await writeFile("docs/todo-states.md", todoReference());
