/** A way in which a change may make it easier for itself to pass. */
export interface GamingFinding {
  readonly path: string;
  readonly what: string;
}
