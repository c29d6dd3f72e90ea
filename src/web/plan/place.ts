/** Where the parts of a plan's pages stand: what they may link to, and whether what a person presses is heard. */
export interface PlanPlace {
  /** The page of an issue or pull request; `null` where nothing can be linked to. */
  readonly item: (kind: "issues" | "pull", number: number) => string | null;
  /** The page, or the place on this page, of a todo. */
  readonly todo: (id: string) => string;
  /** Where commands go; `null` where nobody hears them. */
  readonly action: string | null;
}
