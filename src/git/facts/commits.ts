import { MilepostError } from "../../core/error.ts";
import type { CommitFacts } from "../../gates/commit.ts";
import type { Git } from "../git.ts";

/** The commits of `base..head`, parents first. */
export async function readCommits(git: Git, base: string, head: string): Promise<CommitFacts[]> {
  const records = await logRecords(git, {
    fields: ["%H", "%P", "%an", "%ae", "%cn", "%ce", "%B"],
    base,
    head,
  });
  return records.map(([sha = "", parents = "", name = "", email = "", ...rest]) => {
    const [committerName = "", committerEmail = "", message = ""] = rest;
    return {
      sha,
      message,
      author: { name, email },
      committer: { name: committerName, email: committerEmail },
      parents: parents === "" ? [] : parents.split(" "),
      isBot: botEmail.test(email),
    };
  });
}

/** The address by which GitHub links commits to a bot's account; a name that ends in `[bot]` links nothing. */
const botEmail = /^\d+\+[^@]+\[bot\]@users\.noreply\.github\.com$/i;

/** Which commits to read: those of `head` that neither `base` nor what was published before holds. */
export interface LogRange {
  readonly base: string;
  readonly head: string;
  readonly published?: readonly string[];
}

/**
 * Reads fields of commits, parents first, in one git command.
 *
 * No field can hold a NUL, because git ends a commit's message at the first one.
 */
export async function logRecords(
  git: Git,
  { fields, base, head, published = [], dates = "iso-strict", ...run }: LogRange & LogFormat,
): Promise<string[][]> {
  const plain = [
    "--no-show-signature",
    "--no-notes",
    "--no-color",
    "--no-mailmap",
    "--topo-order",
    "--reverse",
    "--encoding=UTF-8",
  ];
  const format = `--format=tformat:${fields.join("%x00")}`;
  const { stdout } = await git(
    ["log", "-z", ...plain, `--date=${dates}`, format, `${base}..${head}`, "--not", ...published, "--"],
    run,
  );
  const values = stdout.split("\0");
  if (values.pop() !== "" || values.length % fields.length !== 0) {
    throw new MilepostError(`git answered ${values.length} fields for commits of ${fields.length} each`);
  }
  return Array.from({ length: values.length / fields.length }, (_, at) =>
    values.slice(at * fields.length, (at + 1) * fields.length),
  );
}

interface LogFormat {
  readonly fields: readonly string[];
  /** How `%ad` and `%cd` are written; `raw` is seconds and zone. */
  readonly dates?: "iso-strict" | "raw";
  readonly env?: Readonly<Record<string, string>>;
  readonly config?: Readonly<Record<string, string>>;
}
