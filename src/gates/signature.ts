import { type CommitResult, short } from "./commit.ts";
import { passedIf, type ResultWith } from "./result.ts";
import { count, some } from "./words.ts";

/** How a commit's signature stands; `good` means made by one of the keys that it was checked against. */
export type SignatureKind =
  | "good"
  | "bad"
  | "unknown-key"
  | "expired"
  | "expired-key"
  | "revoked-key"
  | "unverified-email"
  | "unreadable"
  | "unsigned";

/** A commit's signature as git or the forge judged it. */
export interface CommitSignature {
  readonly sha: string;
  readonly kind: SignatureKind;
  /** The primary key's fingerprint; `null` when the judge does not tell it. */
  readonly key: string | null;
}

/** The fingerprints allowed; `null` leaves that to who judged the signatures. */
interface SignatureRules {
  readonly keys: readonly string[] | null;
  /** Where the change starts, for the command that mends it. */
  readonly base?: string;
}

/** Every commit has a good signature by an allowed key. */
export const checkSignatures = (
  signatures: readonly CommitSignature[],
  rules: SignatureRules,
): ResultWith<"commits"> => {
  const commits = signatures.map((signature): CommitResult => {
    const message = problemOf(signature, rules);
    return { sha: signature.sha, ok: message === null, message };
  });
  const evidence = { of: "commits", commits } as const;
  const wrong = commits.filter(({ ok }) => !ok);
  const message = wrong.length === 0 ? `${count(commits.length, "commit")}, all signed` : fix(wrong, rules);
  return { name: "signature", kind: passedIf(wrong.length === 0), message, evidence };
};

const fix = (wrong: readonly CommitResult[], { base = "<base>" }: SignatureRules): string => {
  const named = wrong.map(({ sha, message }) => `${short(sha)} ${message ?? ""}`);
  const command = `git rebase --exec 'git commit --amend --no-edit --gpg-sign' ${base}`;
  return `${some(named, 10)}. Sign them with an allowed key: \`${command}\``;
};

const problemOf = ({ kind, key }: CommitSignature, { keys }: SignatureRules): string | null => {
  switch (kind) {
    case "good":
      return keys === null || (key !== null && keys.includes(key))
        ? null
        : "is signed by a key that is not allowed";
    case "bad":
      return "has a signature that does not fit its content";
    case "unknown-key":
      return "is signed by a key that is not allowed";
    case "expired":
      return "has a signature that has expired";
    case "expired-key":
      return "is signed by a key that has expired";
    case "revoked-key":
      return "is signed by a key that was revoked";
    case "unverified-email":
      return "is signed, but the forge does not know its committer by that address";
    case "unreadable":
      return "has a signature that could not be read";
    case "unsigned":
      return "is not signed";
    default:
      return kind satisfies never;
  }
};
