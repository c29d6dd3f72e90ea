/** What a person is told when a review of ours stands against a decision, and the forge does not let us dismiss it. */
export const undismissedText = ({ approved, why }: { approved: boolean; why: string }): string =>
  [
    `${why} An earlier review of Milepost's still says the contrary${approved ? " and may keep this pull request from being merged" : ""}; the forge does not let Milepost dismiss it.`,
    "Dismiss it by hand, or let Milepost's account dismiss reviews in the branch's protection (\"Restrict who can dismiss pull request reviews\").",
  ].join("\n\n");
