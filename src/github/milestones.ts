import { planMarkedIn, planMarker } from "../core/decide/texts.ts";
import { MilepostError } from "../core/error.ts";
import type { SeenMilestone } from "../core/snapshot/snapshot.ts";
import { at, createOnce, type GitHub, says } from "./client.ts";
import { noteId } from "./node-ids.ts";

export type ReadMilestone = SeenMilestone & {
  /** ISO 8601; nothing of the plan is older. */
  readonly createdAt: string;
};

interface RawMilestone {
  readonly number: number;
  readonly title: string;
  readonly state: string;
  readonly description: string | null;
  readonly created_at: string;
}

/** Parses a milestone. */
export const readMilestone = ({
  number,
  title,
  state,
  description,
  created_at,
}: RawMilestone): ReadMilestone => ({
  number,
  title,
  description: description ?? "",
  open: state === "open",
  createdAt: created_at,
});

/**
 * The plan's milestone: by the marker in its description, else, where a title is given, one of that title which a person
 * has opened for it.
 *
 * @throws {MilepostError} when that title is taken: by another plan's milestone, or by a closed one.
 */
export const milestoneAmong = (
  all: readonly ReadMilestone[],
  { marker, title }: { marker: string; title: string | null },
): ReadMilestone | null => {
  const own = all.find(marked(marker));
  if (own) return own;
  const named = all.find((one) => one.title === title);
  if (!named) return null;
  const other = planMarkedIn(named.description);
  if (other !== null)
    throw titleTaken(
      named.title,
      `it is the plan ${other}'s: give this plan another title, or, if it is that plan under a new id, the id \`${other}\` back`,
    );
  if (!named.open)
    throw titleTaken(
      named.title,
      "it is closed: open it if the plan is to go on in it, else give this plan another title, or rename that milestone",
    );
  return named;
};

/** The same of all milestones of the repository. */
export const findMilestone = async (
  github: GitHub,
  wanted: { marker: string; title: string | null },
): Promise<ReadMilestone | null> => milestoneAmong(await listMilestones(github), wanted);

const titleTaken = (title: string, hint: string, cause?: unknown): MilepostError =>
  new MilepostError(`the repository has a milestone "${title}" that is not this plan's`, { hint, cause });

/** The milestones of those plans that are open, by the plan's id. */
export const openMilestones = async (
  github: GitHub,
  plans: readonly string[],
): Promise<ReadonlyMap<string, ReadMilestone>> => {
  const all = plans.length === 0 ? [] : await listMilestones(github);
  return new Map(
    plans.flatMap((id) => {
      const found = all.find(marked(planMarker(id)));
      return found?.open ? [[id, found]] : [];
    }),
  );
};

const marked =
  (marker: string) =>
  ({ description }: ReadMilestone): boolean =>
    description.includes(marker);

export const listMilestones = async (github: GitHub): Promise<ReadMilestone[]> => {
  const list = github.octokit.rest.issues.listMilestones;
  return (await github.octokit.paginate(list, { ...at(github), state: "all", per_page: 100 })).map(
    readMilestone,
  );
};

/** @throws {MilepostError} when a milestone of that title is there, which is not the plan's. */
export const createMilestone = async (
  github: GitHub,
  { title, description, marker }: { title: string; description: string; marker: string },
): Promise<ReadMilestone> =>
  createOnce({
    create: async () => {
      const create = github.octokit.rest.issues.createMilestone;
      const { data } = await titled(title, () =>
        create({ ...at(github), title, description, request: { retries: 0 } }),
      );
      noteId(github, `milestone ${data.number}`, data.node_id);
      return readMilestone(data);
    },
    find: () => findMilestone(github, { marker, title }),
  });

/** @throws {MilepostError} when another milestone has that title. */
export const writeMilestone = async (
  github: GitHub,
  { number, title, description, open }: SeenMilestone,
): Promise<ReadMilestone> => {
  const state = open ? "open" : "closed";
  const update = github.octokit.rest.issues.updateMilestone;
  const { data } = await titled(title, () =>
    update({ ...at(github), milestone_number: number, title, description, state }),
  );
  return readMilestone(data);
};

/** A write of a milestone's title, which no two milestones share. */
const titled = async <Result>(title: string, write: () => Promise<Result>): Promise<Result> => {
  try {
    return await write();
  } catch (cause) {
    if (!says(cause, "already_exists")) throw cause;
    throw titleTaken(title, "give this plan another title, or rename that milestone", cause);
  }
};
