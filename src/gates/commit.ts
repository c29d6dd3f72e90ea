/** Author or committer of a commit. */
export interface Person {
  readonly name: string;
  readonly email: string;
}

/** A commit of a change as gates judge it. */
export interface CommitFacts {
  readonly sha: string;
  readonly message: string;
  readonly author: Person;
  readonly committer: Person;
  readonly parents: readonly string[];
  /** Whether the author's account on the forge is a bot's. */
  readonly isBot: boolean;
}

/** What a gate says of one commit; `message` is `null` when it passes. */
export interface CommitResult {
  readonly sha: string;
  readonly ok: boolean;
  readonly message: string | null;
}

/** The start of a sha, as people read it. */
export const short = (sha: string): string => sha.slice(0, 7);

/** A text of others' choosing in one bounded line, without what would steer a terminal. */
export const printable = (text: string, most = 300): string => {
  const clean = text.slice(0, most + 1).replace(/\p{C}|\p{Zl}|\p{Zp}/gu, "\ufffd");
  return clean.length > most ? `${clean.slice(0, most)}…` : clean;
};
