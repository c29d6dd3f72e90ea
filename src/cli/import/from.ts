import { MilepostError } from "../../core/error.ts";
import type { ImportedIssue } from "../../core/import/issues.ts";
import { connect } from "../../github/client.ts";
import { type IssueFilter, issuesToImport } from "../../github/import-issues.ts";
import { githubPlaceOf, githubTokens } from "../../local/github.ts";

/**
 * Reads the issues of a repository on GitHub, with the user's own token.
 *
 * @throws {MilepostError} when it is no repository, or there is no token.
 */
export const issuesOf = async (from: string, filter: IssueFilter): Promise<ImportedIssue[]> => {
  if (!/^[\w.-]{1,100}\/[\w.-]{1,100}$/.test(from)) {
    throw new MilepostError(`${JSON.stringify(from)} is no repository`, {
      hint: "write it as owner/name, such as --from octo/shop",
    });
  }
  const tokens = githubTokens(process.env);
  if (!tokens) {
    throw new MilepostError(`there is no token for ${from}`, {
      hint: "set GITHUB_TOKEN (with gh: export GITHUB_TOKEN=$(gh auth token))",
    });
  }
  const variables = { ...process.env, GITHUB_REPOSITORY: from };
  const place = await githubPlaceOf({ remoteUrl: async () => null }, variables);
  return await issuesToImport(connect({ ...place, token: tokens.bot, throttle: false }), filter);
};
