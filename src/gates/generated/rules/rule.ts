import type { Sample, SampleNeeds } from "../sample.ts";

/** What in a file's contents tells that a program wrote it. */
export interface ContentRule {
  /** Why the file counts as generated, in words. */
  readonly reason: string;
  /** Endings with their dot, `.js`; only files with one of them are looked at. */
  readonly extensions: readonly string[];
  /** Whether the ending may be written in capitals too. */
  readonly anyCase?: true;
  /** What the path must match besides. */
  readonly path?: RegExp;
  readonly needs: SampleNeeds;
  readonly holds: (sample: Sample) => boolean;
}
