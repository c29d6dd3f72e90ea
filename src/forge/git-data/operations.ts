import type { Operation } from "../context.ts";
import { blobsOperations } from "./blobs.ts";
import { gitCommitsOperations } from "./commits.ts";
import { refsOperations } from "./refs.ts";
import { tagsOperations } from "./tags.ts";
import { treesOperations } from "./trees.ts";

export const gitDataOperations: readonly Operation[] = [
  ...refsOperations,
  ...gitCommitsOperations,
  ...blobsOperations,
  ...treesOperations,
  ...tagsOperations,
];
