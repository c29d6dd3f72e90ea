import { MilepostError } from "../../core/error.ts";
import type { CommitFacts } from "../../gates/commit.ts";
import type { Git } from "../git.ts";
import type { RawCommit } from "../objects/commit.ts";
import { lineDown } from "../objects/line.ts";
import { commitName, remembered } from "../remembered.ts";

/** The commits of `base..head`, parents first. */
export const readCommits = async (git: Git, base: string, head: string): Promise<CommitFacts[]> => {
  const records = await logRecords(git, { fields: commitFields, base, head, dates: "raw" });
  return records.map(([sha = "", _tree, parents = "", name = "", email = "", _authored, ...rest]) => {
    const [committerName = "", committerEmail = "", _committed, message = ""] = rest;
    return {
      sha,
      message,
      author: { name, email },
      committer: { name: committerName, email: committerEmail },
      parents: parents === "" ? [] : parents.split(" "),
      isBot: botEmail.test(email),
    };
  });
};

/** What a commit says, as a log's fields; the dates are asked for `raw`. */
export const commitFields = ["%H", "%T", "%P", "%an", "%ae", "%ad", "%cn", "%ce", "%cd", "%B"] as const;

/**
 * The address by which GitHub links commits to a bot's account: of bots that are known, with the number of each as
 * histories of public repositories have it; no account's number ever changes. Of any other the forge has to be asked
 * (`action/check/bots.ts`), and a name that ends in `[bot]` links nothing.
 */
const botEmail = new RegExp(
  String.raw`^(?:${[
    String.raw`49699333\+dependabot|27856297\+dependabot-preview|29139614\+renovate|41898282\+github-actions`,
    String.raw`66853113\+pre-commit-ci|46447321\+allcontributors|37929162\+mergify|31301654\+imgbot`,
  ].join("|")})\[bot\]@users\.noreply\.github\.com$`,
  "i",
);

/** Which commits to read: those of `head` that neither `base` nor what was published before holds. */
export interface LogRange {
  readonly base: string;
  readonly head: string;
  readonly published?: readonly string[];
}

/**
 * Reads fields of commits, parents first: those of one line without a start of git, others in one command, once unless
 * they depend on keys.
 *
 * No field can hold a NUL, because git ends a commit's message at the first one.
 */
export const logRecords = async (git: Git, wanted: LogRange & LogFormat): Promise<readonly string[][]> => {
  if (wanted.env || wanted.config) return await readLog(git, wanted);
  return (await readLine(git, wanted)) ?? (await readLogOnce(git, wanted));
};

/** `null` when git has to be asked. */
const readLine = async (git: Git, wanted: LogRange & LogFormat): Promise<string[][] | null> => {
  const readers = wanted.fields.flatMap((field) => fieldReaders.get(field) ?? []);
  if (readers.length < wanted.fields.length || wanted.dates !== "raw") return null;
  const [head = "", ...left] = commitsOf(wanted);
  if (![head, ...left].every(commitName)) return null;
  const line = await lineDown(git, head, left);
  return line?.toReversed().map((commit) => readers.map((read) => read(commit))) ?? null;
};

/** What git's log says of a commit, by its field; dates are `raw`. */
const fieldReaders = new Map<string, (commit: RawCommit & { readonly sha: string }) => string>([
  ["%H", ({ sha }) => sha],
  ["%T", ({ tree }) => tree],
  ["%P", ({ parents }) => parents.join(" ")],
  ["%an", ({ author }) => author.name],
  ["%ae", ({ author }) => author.email],
  ["%ad", ({ authored }) => authored],
  ["%cn", ({ committer }) => committer.name],
  ["%ce", ({ committer }) => committer.email],
  ["%cd", ({ committed }) => committed],
  ["%B", ({ message }) => message],
]);

const readLog = async (git: Git, wanted: LogRange & LogFormat): Promise<readonly string[][]> => {
  const { fields, dates = "iso-strict", env, config } = wanted;
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
  const [head = "", ...left] = commitsOf(wanted);
  const { stdout } = await git(
    ["log", "-z", ...plain, `--date=${dates}`, format, head, "--not", ...left, "--"],
    { ...(env ? { env } : {}), ...(config ? { config } : {}) },
  );
  const values = stdout.split("\0");
  if (values.pop() !== "" || values.length % fields.length !== 0) {
    throw new MilepostError(`git answered ${values.length} fields for commits of ${fields.length} each`);
  }
  return Array.from({ length: values.length / fields.length }, (_, at) =>
    values.slice(at * fields.length, (at + 1) * fields.length),
  );
};

const readLogOnce = remembered(readLog, {
  name: ({ fields, dates, ...range }: LogRange & LogFormat) => {
    const names = commitsOf(range);
    return names.every(commitName) ? JSON.stringify([fields, dates, names]) : null;
  },
  most: 32,
  keeps: (records) => records.flat().reduce((sum, text) => sum + text.length, 0) <= 1_000_000,
});

/** The commit whose history is read, and those whose history is left out. */
const commitsOf = ({ base, head, published = [] }: LogRange): string[] => [
  head,
  ...[...new Set([base, ...published])].sort(),
];

interface LogFormat {
  readonly fields: readonly string[];
  /** How `%ad` and `%cd` are written; `raw` is seconds and zone. */
  readonly dates?: "iso-strict" | "raw";
  readonly env?: Readonly<Record<string, string>>;
  readonly config?: Readonly<Record<string, string>>;
}
