import { z } from "zod";
import type { Repository } from "./repository.ts";

/** Settings of a repository that are kept together; what nobody chose is as on GitHub. */
export const repositorySettings = z.object({
  homepage: z.string().nullable().default(null),
  squash_merge_commit_title: z.enum(["PR_TITLE", "COMMIT_OR_PR_TITLE"]).default("COMMIT_OR_PR_TITLE"),
  squash_merge_commit_message: z.enum(["PR_BODY", "COMMIT_MESSAGES", "BLANK"]).default("COMMIT_MESSAGES"),
  merge_commit_title: z.enum(["PR_TITLE", "MERGE_MESSAGE"]).default("MERGE_MESSAGE"),
  merge_commit_message: z.enum(["PR_BODY", "PR_TITLE", "BLANK"]).default("PR_TITLE"),
  web_commit_signoff_required: z.boolean().default(false),
});
type RepositorySettings = z.output<typeof repositorySettings>;

export const settingsIn = ({ settings }: Pick<Repository, "settings">): RepositorySettings =>
  repositorySettings.parse(JSON.parse(settings));
