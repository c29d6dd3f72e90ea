import type { Operation } from "../operation.ts";

export const repositoriesOperations: readonly Operation[] = [];
