import { z } from "zod";
import type { Label } from "../core/decide/change.ts";
import { ownLabel } from "../core/snapshot/record.ts";
import { at, type GitHub, says } from "./client.ts";
import { mutateAll } from "./mutations.ts";
import { idOf, noteId } from "./node-ids.ts";

/** Names of all labels of the repository. */
export const listLabels = async (github: GitHub): Promise<Set<string>> => {
  const all = await github.octokit.paginate(github.octokit.rest.issues.listLabelsForRepo, {
    ...at(github),
    per_page: 100,
  });
  return new Set(all.map(({ name }) => name));
};

const ownLabels = z.object({ nodes: z.array(z.object({ id: z.string(), name: z.string() })) }).optional();

const madeLabel = z.object({ label: z.object({ id: z.string(), name: z.string() }) });

/** The ids of labels; `null` where one is not known. */
export const idsOfLabels = (github: GitHub, names: readonly string[]): string[] | null => {
  const ids = names.flatMap((name) => idOf(github, `label ${name}`) ?? []);
  return ids.length === names.length ? ids : null;
};

/** The field that tells the ids of our labels. */
export const labelIds = `labels(first: 50, query: ${JSON.stringify(ownLabel)}) { nodes { id name } }`;

/** Takes in the ids of labels, where they were asked for. */
export const noteLabels = (github: GitHub, answer: unknown): void => {
  for (const { id, name } of ownLabels.parse(answer)?.nodes ?? []) noteId(github, `label ${name}`, id);
};

export const areLabelsKnown = (github: GitHub): boolean => idOf(github, `label ${ownLabel}`) !== null;

/** Creates labels, all by one request where the repository's id is known; those that exist already are left as they are. */
export const createLabels = async (github: GitHub, labels: readonly Label[]): Promise<void> => {
  const repositoryId = idOf(github, "repository");
  if (repositoryId === null || labels.length < 2) {
    for (const label of labels) await createLabel(github, label);
    return;
  }
  const fields = "label { id name }";
  const ended = await mutateAll(
    github,
    labels.map((label) => ({ name: "createLabel", input: { repositoryId, ...label }, fields })),
  );
  for (const [at, label] of labels.entries()) {
    const one = ended[at];
    if (one?.refused === null) noteLabels(github, { nodes: [madeLabel.parse(one.told).label] });
    // REST says why.
    else await createLabel(github, label);
  }
};

/** Creates a label; one that exists already is left as it is. */
const createLabel = async (github: GitHub, label: Label): Promise<void> => {
  try {
    await github.octokit.rest.issues.createLabel({ ...at(github), ...label });
  } catch (error) {
    if (!says(error, "already_exists")) throw error;
  }
};
