import { at, type GitHub, statusOf } from "./client.ts";

/** Whether somebody may write to the repository; only a clear yes counts. */
export const mayWrite = async (github: GitHub, username: string): Promise<boolean> => {
  try {
    const { data } = await github.octokit.rest.repos.getCollaboratorPermissionLevel({
      ...at(github),
      username,
    });
    return data.permission === "admin" || data.permission === "write";
  } catch (error) {
    const status = statusOf(error) ?? 500;
    if (status === 429 || status >= 500) throw error;
    return false;
  }
};
