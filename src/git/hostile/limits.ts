/** What a hand-off may hold at most. */
export interface HandOffLimits {
  readonly commits: number;
  /** Files that its commits change, each counted in every commit. */
  readonly files: number;
  /** Objects in its pack. */
  readonly objects: number;
  /** Megabytes, of 1,048,576 bytes, of the largest file. */
  readonly blobMegabytes: number;
  /** Megabytes of its pack. */
  readonly packMegabytes: number;
}

/** No todo's work comes near these; the largest file is the plan's to say. */
export const handOffLimits: HandOffLimits = {
  commits: 500,
  files: 50_000,
  objects: 200_000,
  blobMegabytes: 10,
  packMegabytes: 256,
};
