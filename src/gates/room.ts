import { count, grouped } from "./words.ts";

/** What a change takes, or may take: hand-written lines, and files that are not generated. */
export interface Room {
  readonly lines: number;
  readonly files: number;
}

/** Whether it is within the limits. */
export const fits = (took: Room, limits: Room): boolean =>
  took.lines <= limits.lines && took.files <= limits.files;

/** Files are told of where they are too many: most changes are small in them. */
export const measured = (took: Room, limits: Room): string =>
  [
    `${count(took.lines, "hand-written line")}, the limit is ${grouped(limits.lines)}`,
    ...(took.files > limits.files
      ? [`${count(took.files, "hand-written file")}, the limit is ${grouped(limits.files)}`]
      : []),
  ].join("; ");

/** What is over the limits: `361 lines`, `20 files`, `361 lines and 20 files`. */
export const overBy = (took: Room, limits: Room): string =>
  [
    ...(took.lines > limits.lines ? [count(took.lines - limits.lines, "line")] : []),
    ...(took.files > limits.files ? [count(took.files - limits.files, "file")] : []),
  ].join(" and ");
