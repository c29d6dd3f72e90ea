/** A merge that the forge declined, and in which words. */
export interface Declined {
  readonly pull: number;
  readonly said: string;
  /** Whether it goes on by itself, as far as the forge says; else a person is asked. */
  readonly passes: boolean;
}
