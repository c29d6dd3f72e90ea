import { z } from "zod";
import type { Store } from "../store.ts";

/** The most annotations of one request, by GitHub's documentation. */
export const annotationLimit = 50;

export const annotationInput = z.object({
  path: z.string(),
  start_line: z.int(),
  end_line: z.int(),
  start_column: z.int().nullish(),
  end_column: z.int().nullish(),
  annotation_level: z.enum(["notice", "warning", "failure"]),
  title: z.string().nullish(),
  message: z.string(),
  raw_details: z.string().nullish(),
});
type AnnotationInput = z.output<typeof annotationInput>;

export interface Annotation {
  readonly path: string;
  readonly start_line: number;
  readonly end_line: number;
  readonly start_column: number | null;
  readonly end_column: number | null;
  readonly annotation_level: string;
  readonly title: string | null;
  readonly message: string;
  readonly raw_details: string | null;
}

export const annotationsOf = (store: Store, runId: number): Annotation[] =>
  store.all<Annotation>(
    `select path, start_line, end_line, start_column, end_column, annotation_level, title, message, raw_details
     from check_annotations where run_id = ? order by id`,
    runId,
  );

export const countAnnotations = (store: Store, runId: number): number =>
  store.get<{ count: number }>("select count(*) as count from check_annotations where run_id = ?", runId)
    ?.count ?? 0;

/** Adds to the annotations that a run has. */
export const addAnnotations = (
  store: Store,
  runId: number,
  annotations: readonly AnnotationInput[],
): void => {
  for (const annotation of annotations) {
    store.run(
      `insert into check_annotations (run_id, path, start_line, end_line, start_column, end_column,
         annotation_level, title, message, raw_details) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      runId,
      annotation.path,
      annotation.start_line,
      annotation.end_line,
      annotation.start_column ?? null,
      annotation.end_column ?? null,
      annotation.annotation_level,
      annotation.title ?? null,
      annotation.message,
      annotation.raw_details ?? null,
    );
  }
};
