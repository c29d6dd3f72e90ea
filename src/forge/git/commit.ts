import { splitHeaders } from "../../git/objects/headers.ts";
import type { GitObject } from "../../git/objects/object-reader.ts";
import { timestamp } from "../clock.ts";
import type { GitRepository } from "./repository.ts";

/** Who did something and when, as git keeps it. */
export interface Signature {
  readonly name: string;
  readonly email: string;
  /** ISO 8601, in UTC. */
  readonly date: string;
}

/** A commit object, read. */
export interface Commit {
  readonly sha: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: Signature;
  readonly committer: Signature;
  readonly message: string;
  /** The armoured signature and the text that it signs; `null` for an unsigned commit. */
  readonly signed: { readonly signature: string; readonly payload: string } | null;
}

/** The commit that a sha or another name of git's stands for; `null` when there is none. */
export const readCommit = async (git: GitRepository, name: string): Promise<Commit | null> => {
  const object = await git.readObject(`${name}^{commit}`);
  return object ? parseCommit(object) : null;
};

/** Commits by sha, in the order given; those that are missing are left out. */
export const readCommits = async (git: GitRepository, shas: readonly string[]): Promise<Commit[]> => {
  const commits = await Promise.all(shas.map((sha) => readCommit(git, sha)));
  return commits.filter((commit) => commit !== null);
};

export const parseCommit = ({ sha, content }: GitObject): Commit => {
  const { headers, message, raw } = splitHeaders(content.toString());
  const first = (name: string) => headers.find((header) => header.name === name)?.value;
  const signature = first("gpgsig");
  return {
    sha,
    tree: first("tree") ?? "",
    parents: headers.filter(({ name }) => name === "parent").map(({ value }) => value),
    author: parseSignature(first("author") ?? ""),
    committer: parseSignature(first("committer") ?? ""),
    message,
    signed: signature === undefined ? null : { signature, payload: `${withoutSignature(raw)}\n\n${message}` },
  };
};

const withoutSignature = (headers: string): string => headers.replace(/\ngpgsig [^\n]*(?:\n [^\n]*)*/, "");

/** Reads `Name <email> seconds zone`. */
export const parseSignature = (text: string): Signature => {
  const [, name = "", email = "", seconds = "0"] = /^(.*?) ?<(.*?)> (\d+)/.exec(text) ?? [];
  return { name, email, date: timestamp(new Date(Number(seconds) * 1000)) };
};
