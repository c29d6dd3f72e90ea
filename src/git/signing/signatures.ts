import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { MilepostError } from "../../core/error.ts";
import type { CommitSignature, SignatureKind } from "../../gates/signature.ts";
import { type LogRange, logRecords } from "../facts/commits.ts";
import type { Git } from "../git.ts";
import { privateFolder } from "../private-folder.ts";
import { keyEnvironment, keyProgram } from "./key-program.ts";
import { fingerprintOf } from "./ssh-key.ts";

/**
 * Judges the signatures of `base..head` against public keys alone, never against the user's keyring.
 *
 * @param keys Armoured GPG keys and lines of OpenSSH public keys, mixed.
 * @throws {MilepostError} when a key cannot be read.
 */
export const readSignatures = async (
  git: Git,
  range: LogRange,
  keys: readonly string[],
): Promise<CommitSignature[]> => {
  await using folder = await privateFolder("keys");
  const home = folder.path;
  const [gpg, ssh] = [keys.filter(isArmoured), keys.filter((key) => !isArmoured(key))];
  await writeFile(join(home, "gpg.conf"), "batch\nno-tty\nquiet\ntrust-model always\nno-auto-key-retrieve\n");
  await writeFile(join(home, "allowed"), ssh.map(allowedLine).join(""));
  if (gpg.length > 0) await importKeys(home, gpg);
  return await judgeBy(git, range, {
    env: keyEnvironment(home),
    config: {
      "gpg.program": "gpg",
      "gpg.ssh.program": "ssh-keygen",
      "gpg.ssh.allowedSignersFile": join(home, "allowed"),
      "gpg.ssh.revocationFile": "",
    },
  });
};

/**
 * Judges the signatures of `base..head` as `git log --show-signature` does, by the keys that its user trusts, and by
 * these public keys besides.
 *
 * @throws {MilepostError} when a key cannot be read.
 */
export const readSignaturesAsTrusted = async (
  git: Git,
  range: LogRange,
  keys: readonly string[],
): Promise<CommitSignature[]> => {
  const byUser = await judgeBy(git, range, { env: {}, config: {} });
  if (keys.length === 0) return byUser;
  const byKeys = new Map((await readSignatures(git, range, keys)).map((one) => [one.sha, one]));
  return byUser.map((one) => (one.kind === "good" ? one : (byKeys.get(one.sha) ?? one)));
};

const isArmoured = (key: string): boolean => key.trimStart().startsWith("-----BEGIN PGP");

const allowedLine = (key: string): string => {
  if (fingerprintOf(key) !== null) return `milepost namespaces="git" ${key.trim()}\n`;
  throw new MilepostError("one of the allowed keys is no public key", {
    hint: "give armoured GPG public keys, or lines of OpenSSH public keys such as `ssh-ed25519 AAAA…`",
  });
};

const importKeys = async (home: string, keys: readonly string[]): Promise<void> => {
  const { ok } = await keyProgram("gpg", ["--import"], { home, input: keys.join("\n") });
  if (ok) return;
  throw new MilepostError("one of the allowed GPG keys could not be read", {
    hint: "export each by `gpg --armor --export <id>`, whole",
  });
};

/** What git needs to judge signatures. */
interface Judge {
  readonly env: Readonly<Record<string, string>>;
  readonly config: Readonly<Record<string, string>>;
}

const judgeBy = async (git: Git, range: LogRange, judge: Judge): Promise<CommitSignature[]> => {
  const fields = ["%H", "%G?", "%GP", "%GF"];
  try {
    return (await logRecords(git, { fields, ...range, ...judge })).map(toSignature);
  } catch (error) {
    if (!(error instanceof MilepostError)) throw error;
    // A signature that its program gives up on ends git itself: one commit must not hide all others.
    const commits = await logRecords(git, { fields: ["%H"], ...range });
    const all: CommitSignature[] = [];
    for (const [sha = ""] of commits) all.push(await judgeOne(git, sha, { fields, judge }));
    return all;
  }
};

const judgeOne = async (
  git: Git,
  sha: string,
  { fields, judge }: { fields: readonly string[]; judge: Judge },
): Promise<CommitSignature> => {
  const format = `--format=tformat:${fields.join("%x00")}`;
  try {
    const { stdout } = await git(["log", "-1", "--no-show-signature", format, sha, "--"], judge);
    return toSignature(stdout.trimEnd().split("\0"));
  } catch (error) {
    if (error instanceof MilepostError) return { sha, kind: "unreadable", key: null };
    throw error;
  }
};

const toSignature = ([
  sha = "",
  letter = "",
  primary = "",
  key = "",
]: readonly string[]): CommitSignature => ({
  sha,
  kind: kindOfLetter(letter),
  key: primary || key || null,
});

/** What git says in `%G?`: git-log(1), "PRETTY FORMATS". */
export const kindOfLetter = (letter: string): SignatureKind => letters.get(letter) ?? "unreadable";

const letters = new Map<string, SignatureKind>([
  ["G", "good"],
  // A sound signature of nobody who is known: with SSH that is a key that is not allowed.
  ["U", "unknown-key"],
  ["B", "bad"],
  ["X", "expired"],
  ["Y", "expired-key"],
  ["R", "revoked-key"],
  ["E", "unknown-key"],
  ["N", "unsigned"],
]);

/** What GitHub says in a commit's `verification`: its REST API, "Get a commit". */
export const kindOfReason = ({ verified, reason }: { verified: boolean; reason: string }): SignatureKind => {
  if (verified) return "good";
  return reasons.get(reason) ?? "unreadable";
};

const reasons = new Map<string, SignatureKind>([
  ["unsigned", "unsigned"],
  ["invalid", "bad"],
  ["malformed_signature", "unreadable"],
  ["unknown_signature_type", "unreadable"],
  ["unknown_key", "unknown-key"],
  ["not_signing_key", "unknown-key"],
  ["no_user", "unverified-email"],
  ["unverified_email", "unverified-email"],
  ["bad_email", "unverified-email"],
  ["expired_key", "expired-key"],
  ["bad_cert", "bad"],
  ["ocsp_revoked", "revoked-key"],
]);
