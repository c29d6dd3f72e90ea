import { z } from "zod";
import type { RequestContext } from "../../context.ts";
import { notForIntegrations } from "../../errors.ts";
import { create } from "../../repositories/create.ts";
import { repositoryById } from "../../repositories/table.ts";
import { missing, refusal } from "../errors.ts";
import { given, mutation } from "../mutation.ts";
import { repositoryNode } from "./node.ts";

interface NewRepositoryInput {
  readonly name: string;
  readonly ownerId?: string | null;
  readonly description?: string | null;
  readonly homepageUrl?: string | null;
  readonly visibility: "PUBLIC" | "PRIVATE" | "INTERNAL";
}

const made = z.object({ id: z.number() });

/** Mutations of repositories, each by the REST operation that does the same. */
export const repositoryMutationResolvers = {
  createRepository: mutation(async (context: RequestContext, input: NewRepositoryInput) => {
    if (context.grant) throw notForIntegrations();
    if (input.visibility === "INTERNAL") {
      throw refusal("UNPROCESSABLE", "Only organizations have internal repositories.");
    }
    const body = {
      name: input.name,
      description: given(input.description),
      homepage: given(input.homepageUrl),
      private: input.visibility === "PRIVATE",
    };
    const answer = await create.run({ ...context, body, params: {}, query: {} });
    const repository = repositoryById(context.store, made.parse(answer.body).id);
    if (!repository) throw missing("The repository is gone.");
    return { repository: repositoryNode(context, repository) };
  }),
};
