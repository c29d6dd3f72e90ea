import { create } from "../../issues/labels/operations.ts";
import { findLabel } from "../../issues/labels/table.ts";
import { given, mutation } from "../mutation.ts";
import { repositoryOfId } from "../node-of-id.ts";
import { inside } from "../seen.ts";
import { labelNode } from "./node.ts";

interface NewLabelInput {
  readonly repositoryId: string;
  readonly name: string;
  readonly color: string;
  readonly description?: string | null;
}

/** Mutations of a repository's labels, each by the REST operation that does the same. */
export const labelMutationResolvers = {
  createLabel: mutation(async (context, { repositoryId, name, color, description }: NewLabelInput) => {
    const { repository } = repositoryOfId(context, repositoryId);
    const body = { name, color, description: given(description) };
    await context.calls.perform(create, { repository, body });
    const label = findLabel(context.store, repository.id, name);
    return { label: label ? labelNode(inside(context, repository), label) : null };
  }),
};
