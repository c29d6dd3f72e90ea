import type { CommitFacts, Person } from "./commit.ts";

/** A sign-off that counts for a commit: from its own message, or from a remediation commit of the same change. */
export interface SignOff extends Person {
  /** Given by another person on the author's behalf, and checked when it was read. */
  readonly onBehalf: boolean;
}

/** Whose remediation commits count: the author's own, and those of others on the author's behalf. */
export interface RemediationRules {
  readonly individual: boolean;
  readonly thirdParty: boolean;
}

/** Finds the sign-offs of each commit of a change, by sha. */
export const signOffsOf = (
  commits: readonly CommitFacts[],
  rules: RemediationRules,
): Map<string, readonly SignOff[]> => {
  const given = rules.individual ? commits.flatMap((commit) => remediations(commit, rules)) : [];
  const byTarget = new Map<string, Remediation[]>();
  for (const each of given) byTarget.set(each.target, [...(byTarget.get(each.target) ?? []), each]);
  return new Map(
    commits.map((commit) => {
      const others = (byTarget.get(commit.sha) ?? []).filter((each) => isSame(each.author, commit.author));
      const added = others.map(({ author, onBehalf }) => ({ ...author, onBehalf }));
      return [commit.sha, [...explicit(commit.message), ...added]];
    }),
  );
};

/** The lines `Signed-off-by: N <e>`, anywhere in a message. */
export const explicit = (message: string): SignOff[] =>
  linesOf(message).flatMap((line) => {
    const person = personIn(after(line.trimEnd(), "Signed-off-by: "));
    return person ? [{ ...person, onBehalf: false }] : [];
  });

/** That `author` signs off the commit `target`, as a later commit says. */
interface Remediation {
  readonly target: string;
  readonly author: Person;
  readonly onBehalf: boolean;
}

const remediations = (commit: CommitFacts, { thirdParty }: RemediationRules): Remediation[] =>
  linesOf(commit.message).flatMap((line): Remediation[] => {
    const [people = "", target] = cutAtLast(line, ", hereby add my signed-off-by to this commit: ") ?? [];
    if (target === undefined) return [];
    const own = ownName(people, commit);
    if (own) return [{ target, author: own, onBehalf: false }];
    const other = thirdParty ? otherName(people, commit) : null;
    return other ? [{ target, author: other, onBehalf: true }] : [];
  });

/** `I, N <e>`, when that is who made the remediation commit. */
const ownName = (people: string, { author }: CommitFacts): Person | null => {
  const self = personIn(after(people, "I, "));
  return self && isSame(self, author) ? self : null;
};

/** The first of `On behalf of A <a>, I, N <e>`, when the second made the remediation commit. */
const otherName = (people: string, { author, committer }: CommitFacts): Person | null => {
  const [forWhom = "", byWhom = ""] = cutAtLast(people, ">, i, ") ?? [];
  const giver = personIn(byWhom);
  if (!giver || !(isSame(giver, author) || isSame(giver, committer))) return null;
  return personIn(after(`${forWhom}>`, "On behalf of "));
};

/** Whether names and addresses agree, whatever their case. */
export const isSame = (a: Person, b: Person): boolean =>
  a.name.toLowerCase() === b.name.toLowerCase() && a.email.toLowerCase() === b.email.toLowerCase();

/** What JavaScript's regular expressions take as line ends, which the app's rules are written in. */
const linesOf = (message: string): string[] => message.split(/[\n\r\u2028\u2029]/);

const after = (line: string, start: string): string =>
  lower(line.slice(0, start.length)) === lower(start) ? line.slice(start.length) : "";

const cutAtLast = (line: string, separator: string): [string, string] | null => {
  const at = lower(line).lastIndexOf(separator);
  return at < 0 ? null : [line.slice(0, at), line.slice(at + separator.length)];
};

/** Only ASCII, so that no letter changes its length and offsets stay true. */
const lower = (text: string): string => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

/**
 * `N <e>`: the address begins at the last ` <`, where a greedy `(.*) <(.*)>` finds it too.
 *
 * It is looked for by hand because that expression takes quadratic time on a line made for it.
 */
const personIn = (text: string): Person | null => {
  const at = text.lastIndexOf(" <");
  return at < 0 || !text.endsWith(">") ? null : { name: text.slice(0, at), email: text.slice(at + 2, -1) };
};
