import type { Facts } from "../../gates/gate.ts";
import { forgeAccess } from "../environment.ts";
import { diff, type FactsWanted, readFacts } from "../facts/facts.ts";
import { type Git, gitAt } from "../git.ts";
import { type Expected, importHostile } from "../hostile/import.ts";
import type { RawCommit } from "../objects/commit.ts";
import { type NoteWanted, readNote, writeNote } from "../objects/note.ts";
import { emptyPack, smallPack } from "../objects/pack.ts";
import { refIn } from "../refs.ts";
import { borrowing, layBare } from "./bare.ts";
import { noCommit, push, pushDirectly, type TakePush } from "./push.ts";
import { type FetchWith, shallowFetch } from "./shallow-fetch.ts";

/** The trusted bare repository that fetches from the forge and pushes to it; no agent can reach it. */
export interface Publisher {
  readonly dir: string;
  readonly git: Git;
  /** Whether the commit is here. */
  has(sha: string): Promise<boolean>;
  /** Brings branches, full refs or commits from the forge; asks for nothing when all are commits that are here. */
  fetch(wanted: readonly string[]): Promise<void>;
  /** The commit of a branch or full ref of the forge; `null` where it has none of that name. */
  headOf(ref: string): Promise<string | null>;
  /** Whether the forge is known to have a commit without being asked. */
  isAtForge(sha: string): Promise<boolean>;
  /** Makes a commit that says something; no ref moves. */
  note(message: string, wanted: NoteWanted): Promise<string>;
  /** What a commit says, and its parents, brought from the forge where it is not here. */
  noteAt(sha: string): Promise<Pick<RawCommit, "message" | "parents">>;
  /** Takes a hostile bundle in and returns its head, which descends from `start`. */
  importBundle(file: string, expected: Expected): Promise<string>;
  /** Moves a branch or full ref of the forge to the commit if it is still at `expect`; `null` is "not there". */
  push(sha: string, ref: string, lease: { readonly expect: string | null }): Promise<void>;
  /** Deletes full refs of the forge, those that are gone already left out. */
  deleteRefs(refs: readonly string[]): Promise<void>;
  facts(base: string, head: string, wanted: FactsWanted): Promise<Facts>;
  diff(base: string, head: string): Promise<string>;
}

/**
 * Opens the publisher, making or completing it first.
 *
 * Only one run may have it open: locks that a killed run left are removed.
 */
export const openPublisher = async (at: {
  dir: string;
  url: string;
  token: string;
  /** The forge's own repository, when it is on this machine: its objects are borrowed, not copied. */
  borrow?: string;
  /** Takes pushes without git's protocol, where the forge is in this process. */
  take?: TakePush;
  /** Whether only so much history is fetched as tells how commits relate. */
  shallow?: boolean;
  /** Does what needs the forge, and may do it again; once, when not given. */
  through?: <T>(work: () => Promise<T>) => Promise<T>;
}): Promise<Publisher> => {
  const { dir, url, token, borrow, take = null, shallow = false, through = (work) => work() } = at;
  const isNew = await layBare(dir, {
    HEAD: "ref: refs/heads/none\n",
    config: configText(url),
    ...(borrow === undefined ? {} : borrowing(borrow)),
  });
  const git = gitAt(dir);
  /** The only gits that see the token: those that speak to the forge. */
  const gitWithAccess = gitAt(dir, { config: forgeAccess(url, token) });
  /** Commits once seen here: nothing is ever pruned, so they stay. */
  const seen = new Set<string>();
  const has = async (sha: string) => seen.has(sha) || remember(seen, sha, await isCommit(git, sha));
  const lender = borrow === undefined ? null : gitAt(borrow);
  const isAtForge = async (sha: string) => lender !== null && (await isCommit(lender, sha));
  const packOf = async (expect: string | null, sha: string) =>
    expect === null && (await isAtForge(sha)) ? await emptyPack() : await smallPack(git, expect, sha);
  const fetchWith: FetchWith = (wanted, more) => fetch(gitWithAccess, wanted, more);
  const areHere = (wanted: readonly string[]) => everyOne(wanted, (name) => isSha(name) && has(name));
  /** In a new one nothing needs to be looked for. */
  let isEmpty = isNew && borrow === undefined;
  // One that was there before may have all history, which a depth would take away again.
  const isShallow = shallow && isNew;
  const fetchWanted = isShallow ? shallowFetch({ git, fetch: fetchWith, areHere, tipOf }) : fetchWith;
  const fetchInTurn = inTurn(([by, wanted]: readonly [FetchWith, readonly string[]]) =>
    through(() => by(wanted)),
  );

  return {
    dir,
    git,
    has,
    fetch: async (wanted) => {
      // How it relates to what was wanted before is another question where history is cut.
      const mayHave = !isEmpty && !isShallow;
      isEmpty = false;
      if (mayHave && (await areHere(wanted))) return;
      await fetchInTurn([fetchWanted, wanted]);
    },
    headOf: async (ref) =>
      borrow === undefined
        ? await through(() => askedHead(gitWithAccess, fullRef(ref)))
        : refIn(borrow, fullRef(ref)),
    isAtForge,
    note: (message, wanted) => writeNote(git, message, wanted),
    noteAt: async (sha) => {
      if (!(await has(sha))) await fetchInTurn([fetchWith, [sha]]);
      return await readNote(git, sha);
    },
    importBundle: async (file, expected) => {
      const head = await importHostile(git, file, expected);
      seen.add(head);
      return head;
    },
    push: async (sha, name, { expect }) => {
      const ref = fullRef(name);
      const pack = take ? await packOf(expect, sha) : null;
      if (take && pack && (await pushDirectly(take, { ref, from: expect ?? noCommit, to: sha, pack })))
        return;
      await through(() => push(gitWithAccess, sha, { ref, expect }));
    },
    deleteRefs: async (refs) => {
      for (let at = 0; at < refs.length; at += atOnce) {
        const some = refs.slice(at, at + atOnce).map((ref) => `:${ref}`);
        await through(() => gitWithAccess(["push", "--quiet", "forge", ...some], { ok: [1] }));
      }
    },
    facts: (base, head, wanted) => readFacts(git, { base, head }, wanted),
    diff: (base, head) => diff(git, base, head),
  };
};

/** Refs that one push deletes: as many as a command line holds anywhere. */
const atOnce = 200;

const configText = (url: string) => `[core]
	repositoryformatversion = 0
	bare = true
[uploadpack]
	allowAnySHA1InWant = true
[remote "forge"]
	url = ${JSON.stringify(url)}
	fetch = +refs/heads/*:refs/remotes/forge/*
`;

const isSha = (text: string) => /^[0-9a-f]{40}$/.test(text);
const fullRef = (name: string) => (name.startsWith("refs/") ? name : `refs/heads/${name}`);

const isCommit = async ({ objects }: Git, sha: string): Promise<boolean> =>
  (await objects.look(`${sha}^{commit}`)) !== null;

const remember = (seen: Set<string>, sha: string, here: boolean): boolean => {
  if (here) seen.add(sha);
  return here;
};

const everyOne = async <T>(items: readonly T[], holds: (item: T) => boolean | Promise<boolean>) => {
  for (const item of items) if (!(await holds(item))) return false;
  return true;
};

/** Two fetches at once may want to move the same ref, and git would fail one of them. */
const inTurn = <A>(work: (argument: A) => Promise<void>): ((argument: A) => Promise<void>) => {
  let last: Promise<unknown> = Promise.resolve();
  return (argument) => {
    const mine = last.then(() => work(argument));
    last = mine.catch(() => undefined);
    return mine;
  };
};

const fetch = async (git: Git, wanted: readonly string[], more: readonly string[] = []): Promise<void> => {
  const quiet = [
    "--quiet",
    "--no-tags",
    "--no-write-fetch-head",
    "--no-recurse-submodules",
    "--update-shallow",
  ];
  await git(["fetch", ...quiet, ...more, "--refmap=", "--stdin", "forge"], {
    input: wanted.map((name) => `${refspec(name)}\n`).join(""),
  });
};

const askedHead = async (git: Git, ref: string): Promise<string | null> => {
  const { stdout } = await git(["ls-remote", "--quiet", "forge", ref]);
  // It lists whatever ends like that, too.
  const line = stdout.split("\n").find((one) => one.endsWith(`\t${ref}`));
  return line?.split("\t")[0] ?? null;
};

const refspec = (name: string): string => `+${isSha(name) ? name : fullRef(name)}:${nameHere(name)}`;

const tipOf = (name: string): string => (isSha(name) ? name : nameHere(name));

/** The ref that a wanted commit, branch or full ref is fetched to. */
const nameHere = (name: string): string =>
  isSha(name)
    ? `refs/milepost/fetched/${name}`
    : `refs/remotes/forge/${fullRef(name).replace(/^refs\/heads\//, "")}`;
