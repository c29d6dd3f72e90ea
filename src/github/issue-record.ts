import { MilepostError } from "../core/error.ts";
import { recordOf, textOf, type Unknown } from "../core/snapshot/marker.ts";
import { type MilepostRecord, ownLabel } from "../core/snapshot/record.ts";
import type { OwnIssue } from "../steps/ports.ts";

/** What is read of an issue that may be ours, by REST or by GraphQL. */
export interface RawOwn {
  readonly node_id: string;
  readonly number: number;
  readonly title: string;
  readonly body?: string | null | undefined;
  readonly state: string;
  readonly state_reason?: string | null | undefined;
  readonly labels: readonly (string | { readonly name?: string | undefined })[];
  /** There when it is a pull request. */
  readonly pull_request?: unknown;
  readonly updated_at: string;
  readonly user: { readonly login: string; readonly type: string } | null;
  readonly author_association?: string | undefined;
  readonly milestone: { readonly creator: { readonly login: string } | null } | null;
}

/** An issue of ours as it was read. */
export type ReadIssue = OwnIssue & { /** ISO 8601. */ readonly updatedAt: string };

/**
 * Parses an issue by its own text; `null` when it is not ours: no label, no marker, or a pull request.
 *
 * @throws {MilepostError} when it is ours and its record is not known: without it, a second one would be made.
 */
export const readBody = (raw: RawOwn): ReadIssue | null => {
  if (!hasOurLabel(raw)) return null;
  const body = raw.body ?? "";
  const record = recordIn(body, raw.number, isTrustedAuthor(raw));
  if (!record) return null;
  const issue = {
    number: raw.number,
    title: raw.title,
    text: textOf(body),
    ...stateOf(raw),
    labels: labelsIn(raw),
  };
  return { id: raw.node_id, issue, record, updatedAt: raw.updated_at };
};

/** Whether it is an issue, and has our label. */
export const hasOurLabel = (raw: Pick<RawOwn, "labels" | "pull_request">): boolean =>
  !raw.pull_request && labelsIn(raw).includes(ownLabel);

export const stateOf = ({ state, state_reason }: Pick<RawOwn, "state" | "state_reason">) => ({
  open: state === "open",
  notPlanned: state !== "open" && state_reason === "not_planned",
});

type Authored = Pick<RawOwn, "number" | "body" | "user" | "author_association" | "milestone">;

/** @throws {MilepostError} when somebody whose marks count wrote a record that is not known. */
export const recordIn = (text: string, issue: number, isTrusted: boolean): MilepostRecord | null => {
  const record = recordOf(text);
  if (record !== "unreadable" && record !== "newer") return record;
  if (isTrusted) throw unknownRecord(issue, record);
  return null;
};

/** Whether the marks of an issue's author count. */
export const isTrustedAuthor = ({ user, author_association, milestone }: Authored): boolean =>
  isTrusted(
    { login: user?.login ?? null, isBot: user?.type === "Bot", association: author_association ?? "NONE" },
    milestone,
  );

/** Whether a newer Milepost wrote an issue's record. */
export const isNewer = ({ body }: Pick<Authored, "body">): boolean => recordOf(body ?? "") === "newer";

interface Writer {
  readonly login: string | null;
  readonly isBot: boolean;
  readonly association: string;
}

/**
 * Whether a writer's marks count: a bot's, those of the repository's own people, and those of whoever opened the
 * milestone, who may have left since. Anybody can copy a marker, and a person may then give the issue our label.
 */
export const isTrusted = ({ login, isBot, association }: Writer, milestone: Authored["milestone"]): boolean =>
  isBot || ownPeople.has(association) || (login !== null && login === milestone?.creator?.login);

const ownPeople: ReadonlySet<string> = new Set(["OWNER", "MEMBER", "COLLABORATOR"]);

export const labelsIn = ({ labels }: Pick<RawOwn, "labels">): string[] =>
  labels.map((label) => (typeof label === "string" ? label : (label.name ?? "")));

export const unknownRecord = (issue: number, why: Unknown): MilepostError => {
  switch (why) {
    case "newer":
      return new MilepostError(`issue #${issue} was written by a newer Milepost: update`, {
        hint: "nothing was touched, and nothing is lost: use the version that wrote it, or a later one; with GitHub Actions that is the version after the `@` in the workflows",
      });
    case "unreadable":
      return new MilepostError(`the record at the beginning of issue #${issue} cannot be read`, {
        hint: `put it back from the issue's edit history; or take the label \`${ownLabel}\` off, and its todo begins anew`,
      });
    default:
      return why satisfies never;
  }
};
