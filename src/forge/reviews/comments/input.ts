import { z } from "zod";
import type { ValidationProblem } from "../../errors.ts";
import type { DiffFile } from "../../git/diff.ts";
import { bodyProblems } from "../../issues/limits.ts";
import { type Anchor, anchorIn } from "../../pulls/comments/anchor.ts";
import type { NewReviewComment } from "../../pulls/comments/table.ts";

const side = z.enum(["LEFT", "RIGHT"]);

/** Where a new comment is to stand, and what it says. */
export const draftComment = z.object({
  path: z.string(),
  body: z.string(),
  line: z.int().optional(),
  side: side.optional(),
  start_line: z.int().optional(),
  start_side: side.optional(),
  position: z.int().optional(),
  subject_type: z.enum(["line", "file"]).default("line"),
});
export type DraftComment = z.output<typeof draftComment>;

/** The part of a stored comment that says where it stands and what it says. */
export type PlacedComment = Pick<
  NewReviewComment,
  | "path"
  | "body"
  | "subject_type"
  | "side"
  | "start_side"
  | "position"
  | "line"
  | "start_line"
  | "original_position"
  | "original_line"
  | "original_start_line"
  | "diff_hunk"
>;

/** Puts a comment at its place in the diff, or tells all that is wrong with it. */
export const placeComment = (
  files: readonly DiffFile[],
  draft: DraftComment,
): { placed: PlacedComment } | { problems: ValidationProblem[] } => {
  const wrongBody = commentBodyProblems(draft.body);
  if (wrongBody.length > 0) return { problems: wrongBody };
  const file = files.find(({ path }) => path === draft.path);
  if (!file) return { problems: [threadProblem("path", "is invalid")] };
  if (draft.subject_type === "file") return { placed: placedAtFile(draft, file) };
  const anchor = anchorIn(file.patch ?? "", draft);
  if (anchor) return { placed: placedAtLine(draft, anchor) };
  const field = draft.line === undefined && draft.position !== undefined ? "position" : "line";
  return { problems: [threadProblem(field, "must be part of the diff")] };
};

/** What is wrong with a comment's text: it is empty, or over 65,536 characters. */
export const commentBodyProblems = (body: string): ValidationProblem[] =>
  body.trim() === ""
    ? [{ resource: "PullRequestReviewComment", code: "missing_field", field: "body" }]
    : bodyProblems("PullRequestReviewComment", body);

export const threadProblem = (field: string, what: string): ValidationProblem => ({
  resource: "PullRequestReviewComment",
  code: "custom",
  field: `pull_request_review_thread.${field}`,
  message: `pull_request_review_thread.${field} ${what}`,
});

const placedAtLine = ({ path, body, subject_type }: DraftComment, anchor: Anchor): PlacedComment => ({
  path,
  body,
  subject_type,
  ...anchor,
  original_position: anchor.position,
  original_line: anchor.line,
  original_start_line: anchor.start_line,
});

const placedAtFile = ({ path, body, subject_type }: DraftComment, file: DiffFile): PlacedComment => ({
  path,
  body,
  subject_type,
  side: "RIGHT",
  start_side: null,
  position: 1,
  line: null,
  start_line: null,
  original_position: 1,
  original_line: null,
  original_start_line: null,
  diff_hunk: file.patch ?? "",
});
