import type { Label } from "../core/decide/change.ts";
import { at, createOnce, type GitHub, says } from "./client.ts";

export interface ReadMilestone {
  readonly number: number;
  readonly open: boolean;
  /** ISO 8601; nothing of the plan is older. */
  readonly createdAt: string;
}

interface RawMilestone {
  readonly number: number;
  readonly title: string;
  readonly state: string;
  readonly description: string | null;
  readonly created_at: string;
}

const readMilestone = ({ number, state, created_at }: RawMilestone): ReadMilestone => ({
  number,
  open: state === "open",
  createdAt: created_at,
});

/** The plan's milestone: by the marker in its description, else by its title. */
export const findMilestone = async (
  github: GitHub,
  { marker, title }: { marker: string; title: string },
): Promise<ReadMilestone | null> => {
  const all = await github.octokit.paginate(github.octokit.rest.issues.listMilestones, {
    ...at(github),
    state: "all",
    per_page: 100,
  });
  const found =
    all.find(({ description }) => description?.includes(marker)) ?? all.find((one) => one.title === title);
  return found ? readMilestone(found) : null;
};

export const createMilestone = async (
  github: GitHub,
  { title, description, marker }: { title: string; description: string; marker: string },
): Promise<ReadMilestone> =>
  createOnce({
    create: async () => {
      const { data } = await github.octokit.rest.issues.createMilestone({
        ...at(github),
        title,
        description,
        request: { retries: 0 },
      });
      return readMilestone(data);
    },
    find: () => findMilestone(github, { marker, title }),
  });

export const setMilestoneOpen = async (
  github: GitHub,
  milestone_number: number,
  open: boolean,
): Promise<ReadMilestone> => {
  const { data } = await github.octokit.rest.issues.updateMilestone({
    ...at(github),
    milestone_number,
    state: open ? "open" : "closed",
  });
  return readMilestone(data);
};

/** Names of all labels of the repository. */
export const listLabels = async (github: GitHub): Promise<Set<string>> => {
  const all = await github.octokit.paginate(github.octokit.rest.issues.listLabelsForRepo, {
    ...at(github),
    per_page: 100,
  });
  return new Set(all.map(({ name }) => name));
};

/** Creates a label; one that exists already is left as it is. */
export const createLabel = async (github: GitHub, label: Label): Promise<void> => {
  try {
    await github.octokit.rest.issues.createLabel({ ...at(github), ...label });
  } catch (error) {
    if (!says(error, "already_exists")) throw error;
  }
};
