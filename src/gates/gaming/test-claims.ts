/** What the tests of a file claim that can run. */
export interface TestClaims {
  readonly cases: number;
  readonly assertions: number;
  /** Those of them that claim next to nothing. */
  readonly weak: number;
}
