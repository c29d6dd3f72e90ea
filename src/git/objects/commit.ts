import type { Person } from "../../gates/commit.ts";
import { commitName, remembered } from "../remembered.ts";
import { splitHeaders } from "./headers.ts";
import { isNamedSo } from "./object-name.ts";
import type { ObjectReader } from "./object-reader.ts";
import { storeObject } from "./object-writer.ts";

/** What a commit says. */
export interface RawCommit {
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: Person;
  /** Seconds since 1970 and the zone, as git keeps them. */
  readonly authored: string;
  readonly committer: Person;
  readonly committed: string;
  readonly message: string;
}

/** A commit by its sha; `null` when it is not here, or holds what git alone can read, such as text that is not UTF-8. */
export const commitAt = remembered(
  async ({ objects }, sha): Promise<RawCommit | null> => {
    const object = await objects.read(sha);
    return object?.type === "commit" && isNamedSo(object) ? parse(object.content) : null;
  },
  {
    name: commitName,
    most: 5000,
    keeps: (commit) => commit !== null && commit.message.length <= 10_000,
  },
);

const parse = (content: Buffer): RawCommit | null => {
  if (content.includes(0)) return null;
  const { headers, message } = splitHeaders(content.toString());
  const all = (name: string) => headers.flatMap((one) => (one.name === name ? one.value : []));
  const [author, committer] = [signatureIn(all("author")), signatureIn(all("committer"))];
  const [tree, ...others] = all("tree");
  if (!author || !committer || !tree || others.length > 0 || all("encoding").length > 0) return null;
  return {
    ...{ tree, parents: all("parent"), message },
    ...{ author: author.person, authored: author.at },
    ...{ committer: committer.person, committed: committer.at },
  };
};

/** Only what git writes itself: of anything else it makes what it can. */
const signatureIn = ([line = "", ...others]: readonly string[]): { person: Person; at: string } | null => {
  const [, name, email, at] =
    /^([^\s<>](?:[^<>]*[^\s<>])?) <([^\s<>]+)> ((?:0|[1-9]\d{0,11}) (?:\+\d{4}|-(?!0000)\d{4}))$/.exec(
      line,
    ) ?? [];
  if (others.length > 0 || name === undefined || email === undefined || at === undefined) return null;
  return { person: { name, email }, at };
};

/** Stores a commit, unsigned, and answers its sha. */
export const writeCommit = (
  { dir }: Pick<ObjectReader, "dir">,
  { tree, parents, author, authored, committer, committed, message }: RawCommit,
): Promise<string> => {
  const lines = [
    `tree ${tree}`,
    ...[...new Set(parents)].map((parent) => `parent ${parent}`),
    `author ${author.name} <${author.email}> ${authored}`,
    `committer ${committer.name} <${committer.email}> ${committed}`,
  ];
  return storeObject(dir, "commit", `${lines.join("\n")}\n\n${message}`);
};

/** A moment as git writes it into a commit that is made then, on this machine. */
export const asCommitDate = (moment: Date): string => {
  const minutes = -moment.getTimezoneOffset();
  const hours = Math.trunc(Math.abs(minutes) / 60);
  const zone = String(hours * 100 + (Math.abs(minutes) % 60)).padStart(4, "0");
  return `${Math.floor(moment.getTime() / 1000)} ${minutes < 0 ? "-" : "+"}${zone}`;
};
