import { z } from "zod";

/** Paths that one todo may be granted, or its agent may ask for, beyond what its body owns. */
export const maxPaths = 50;

/**
 * A file or folder of the repository by its path from the root: at most 255 characters, never out of it. A folder may
 * be written as what a body owns is: `src/**`.
 */
const repositoryPath = z
  .string()
  .min(1)
  .max(255)
  .refine(
    (path) =>
      !/[\\`\p{Cc}]/u.test(path) &&
      path
        .replace(/\/$/, "")
        .split("/")
        .every((part) => part !== "" && part !== "." && part !== ".." && part.toLowerCase() !== ".git"),
    "a path from the repository's root, such as `src/a.ts` or `src/`",
  )
  .transform((path) => path.replace(/\/(\*\*)?$/, ""));

export const repositoryPaths = z.array(repositoryPath).max(maxPaths);
