import { noteMarker } from "../core/snapshot/marker.ts";
import type { GitHub } from "./client.ts";
import type { RawReview } from "./reviews-query.ts";
import { mayWrite } from "./rights.ts";

/** Tells whose a review is; each writer is asked about once. */
export interface Voices {
  /** Whether it stands, and a person wrote it who may write to the repository. */
  readonly isPersons: (review: RawReview) => Promise<boolean>;
  /** Takes those for written by who may write, of which the forge says so. */
  readonly believe: (reviews: readonly RawReview[]) => void;
  /** Those that carry our mark and were posted by a bot or by somebody who may write: a stranger may copy the mark. */
  readonly ours: (reviews: readonly RawReview[]) => Promise<readonly RawReview[]>;
}

/** `reviewers` are logins under which our reviews were seen; found ones are added, so that a reader asks once. */
export const newVoices = (github: GitHub, reviewers = new Set<string>()): Voices => {
  const known = new Map<string, Promise<boolean>>();
  const writes = async (login: string): Promise<boolean> => {
    const asked = known.get(login) ?? mayWrite(github, login);
    known.set(login, asked);
    return await asked;
  };
  const isOurs = async ({ author, body }: RawReview): Promise<boolean> => {
    if (!author || !isMarked(body)) return false;
    if (author.__typename === "Bot" || reviewers.has(author.login)) return true;
    if (!(await writes(author.login))) return false;
    reviewers.add(author.login);
    return true;
  };
  return {
    believe: (reviews) => {
      for (const { author } of reviews) if (author) known.set(author.login, Promise.resolve(true));
    },
    isPersons: async (review) => {
      const { author, body } = review;
      if (isMarked(body) || !isStanding(review) || author?.__typename !== "User") return false;
      return await writes(author.login);
    },
    ours: async (reviews) => {
      const found: RawReview[] = [];
      for (const review of reviews) if (await isOurs(review)) found.push(review);
      return found;
    },
  };
};

const ourMark = noteMarker("review ").replace(" -->", "").trimEnd();
/** Whether a review's text carries our mark, which proves nothing by itself. */
export const isMarked = (body: string): boolean => body.includes(ourMark);

/** The mark of a review of ours, by which it is known. */
export const markOf = (body: string): string | null => {
  const from = body.lastIndexOf(ourMark);
  return from < 0 ? null : body.slice(from);
};

const isStanding = ({ state, submittedAt }: RawReview): boolean =>
  submittedAt !== null && state !== "PENDING" && state !== "DISMISSED";
