import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { MilepostError } from "../../core/error.ts";
import { proposalsOf, type TellingFiles, telling } from "../../core/import/proposals.ts";
import { noRepository, type RepositoryFacts } from "../../core/import/write.ts";
import { orNullIfMissing } from "../../git/files.ts";
import { findWorkTree, openRepository } from "../../git/repositories/repository.ts";
import { githubPlaceOf } from "../../local/github.ts";

/** What a plan takes from the repository that it is for; nothing where there is none. */
export const factsOf = async (repo: string): Promise<RepositoryFacts & { readonly root: string | null }> => {
  const tree = await orNull(findWorkTree(repo));
  if (!tree) return { ...noRepository, root: null };
  const opened = await orNull(openRepository(repo));
  const place = opened ? await orNull(githubPlaceOf(opened, process.env)) : null;
  const { setup, verify } = proposalsOf(await filesIn(tree.root));
  return {
    repository: place ? `${place.owner}/${place.repo}` : null,
    base: tree.mainBranch === "main" ? null : tree.mainBranch,
    root: opened?.root ?? null,
    setup,
    verify,
  };
};

const filesIn = async (root: string): Promise<TellingFiles> => {
  const texts = await Promise.all(telling.map((name) => orNullIfMissing(readFile(join(root, name), "utf8"))));
  return Object.fromEntries(
    telling.flatMap((name, at) => (typeof texts[at] === "string" ? [[name, texts[at]]] : [])),
  );
};

/** A repository that cannot be used tells nothing, and a plan can be made without it. */
const orNull = async <Value>(found: Promise<Value>): Promise<Value | null> =>
  await found.catch((error: unknown) => {
    if (error instanceof MilepostError) return null;
    throw error;
  });
