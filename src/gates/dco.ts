import { type CommitFacts, type CommitResult, printable, short } from "./commit.ts";
import { isEmail } from "./email.ts";
import { passedIf, type ResultWith } from "./result.ts";
import { type RemediationRules, type SignOff, signOffsOf } from "./sign-offs.ts";
import { count, some } from "./words.ts";

/** Where the change starts, for the command that mends it, and which remediation commits count. */
interface DcoRules {
  readonly base: string;
  readonly remediation?: RemediationRules;
}

/**
 * Every commit carries the Developer Certificate of Origin's sign-off, by the rules of the DCO app (dcoapp/app,
 * lib/dco.js, 2026). Merge commits and commits of bots need none.
 */
export const checkDco = (commits: readonly CommitFacts[], rules: DcoRules): ResultWith<"commits"> => {
  const signOffs = signOffsOf(commits, rules.remediation ?? { individual: true, thirdParty: false });
  const judged = commits.map((commit): CommitResult => {
    const message = needsNone(commit) ? null : problemOf(commit, signOffs.get(commit.sha) ?? []);
    return { sha: commit.sha, ok: message === null, message };
  });
  const wrong = judged.filter(({ ok }) => !ok);
  const message =
    wrong.length === 0 ? `${count(commits.length, "commit")}, all signed off` : fix(wrong, rules);
  return {
    name: "dco",
    kind: passedIf(wrong.length === 0),
    message,
    evidence: { of: "commits", commits: judged },
  };
};

const needsNone = ({ parents, isBot }: CommitFacts): boolean => parents.length > 1 || isBot;

/** The app's checks in its order, and in its words. */
const problemOf = (commit: CommitFacts, signOffs: readonly SignOff[]): string | null => {
  const [only, ...more] = signOffs;
  if (!only) return "The sign-off is missing.";
  const email = commit.author.email || commit.committer.email;
  if (!isEmail(email)) return `${printable(email)} ${invalid}`;
  if (signOffs.some((signOff) => signOff.onBehalf || isBy(signOff, commit))) return null;
  if (more.length === 0) return `Expected ${quoted(commit.author)}, but got ${quoted(only)}.`;
  return `Can not find ${quoted(commit.author)}, in [${some(signOffs.map(quoted), 20)}].`;
};

const invalid = "is not a valid email address.";

/** Name and address are looked up apart: the author's name with the committer's address will do. */
const isBy = ({ name, email }: SignOff, { author, committer }: CommitFacts): boolean => {
  const oneOf = (text: string, ...texts: string[]) =>
    texts.some((each) => each.toLowerCase() === text.toLowerCase());
  return oneOf(name, author.name, committer.name) && oneOf(email, author.email, committer.email);
};

const quoted = ({ name, email }: { name: string; email: string }): string =>
  `"${printable(name)} <${printable(email)}>"`;

const fix = (wrong: readonly CommitResult[], { base }: DcoRules): string => {
  const named = wrong.map(({ sha, message }) => `${short(sha)}: ${message ?? ""}`);
  const badEmail = wrong.some(({ message }) => message?.endsWith(invalid));
  const command = badEmail
    ? `git rebase --exec 'git commit --amend --no-edit --reset-author --signoff' ${base}`
    : `git rebase --signoff ${base}`;
  const first = badEmail ? "set a real `user.email`, then " : "";
  return `${count(wrong.length, "commit")} not signed off: ${some(named, 10)} To mend it, ${first}run \`${command}\``;
};
