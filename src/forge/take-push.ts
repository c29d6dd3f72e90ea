import { randomBytes } from "node:crypto";
import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { isEmptyPack } from "../git/objects/pack.ts";
import { authenticate } from "./authentication.ts";
import { HttpError } from "./errors.ts";
import type { GitRepository } from "./git/repository.ts";
import { noObject } from "./git/write.ts";
import { admit, inTurnOf } from "./git-gateway.ts";
import { isEmpty, refusalOf } from "./pushes/judge.ts";
import { hasRules } from "./rules/table.ts";
import type { Host } from "./serving.ts";

/** One ref's move, with what it needs as a pack, from a program on this machine. */
export interface DirectPush {
  readonly owner: string;
  readonly name: string;
  readonly token: string;
  /** A full ref. */
  readonly ref: string;
  readonly from: string;
  readonly to: string;
  /** All that `to` has and `from` has not. */
  readonly pack: Uint8Array;
}

/** What became of it; `declined` is not judged: it is to be pushed as from anywhere else. */
export type TakenPush =
  | { readonly kind: "taken" | "moved" | "declined" }
  | { readonly kind: "refused"; readonly why: string };

/**
 * Takes a push without git's protocol, and the eight processes that it needs. All else is as for any other: who may, what
 * rules say, that each object is sound and what it names is there, and what follows.
 */
export const takePush = async (host: Host, push: DirectPush): Promise<TakenPush> => {
  const { owner, name, token, ref } = push;
  const call = { owner, name, path: "/git-receive-pack", query: "", service: "git-receive-pack" } as const;
  const entered = orDeclined(() => {
    const caller = authenticate(host.store, `Bearer ${token}`);
    return { caller, ...admit(host, call, caller) };
  });
  // The protocol's own hook is what keeps a job's token from workflows.
  if (!entered || entered.caller.grant || !/^refs\/(?:heads|milepost)\//.test(ref))
    return { kind: "declined" };
  const { caller, repository, permission } = entered;
  const git = host.repositories.open(repository);
  let taken: TakenPush = { kind: "declined" };
  await inTurnOf(host, { repository, caller }, async () => {
    const { store } = host;
    const judged = hasRules(store, repository.id) || (await isEmpty({ git, repository }));
    const asked = { store, repository, git, caller, permission, url: host.url() };
    taken = await take(git, push, (told) => (judged ? refusalOf(asked, told) : Promise.resolve(null)));
  });
  return taken;
};

const orDeclined = <Entered>(enter: () => Entered): Entered | null => {
  try {
    return enter();
  } catch (error) {
    if (error instanceof HttpError) return null;
    throw error;
  }
};

type Judge = (told: { readonly moves: string; readonly objects: string }) => Promise<string | null>;

/** Until all is said its objects are in a folder of their own, as git has it. */
const take = async (
  git: GitRepository,
  { ref, from, to, pack }: DirectPush,
  judge: Judge,
): Promise<TakenPush> => {
  if (((await git.readRef(ref)) ?? noObject) !== from) return { kind: "moved" };
  const objects = join(git.dir, "objects", `tmp_objdir-incoming-${randomBytes(6).toString("hex")}`);
  await mkdir(objects);
  try {
    const unsound = await unpack(git, { pack, objects });
    if (unsound !== null) return { kind: "refused", why: `unpacker error: ${unsound}` };
    const why = await judge({ moves: `${from} ${to} ${ref}\n`, objects });
    if (why !== null) return { kind: "refused", why };
    await moveIn(objects, join(git.dir, "objects"));
    return { kind: (await git.moveRef({ ref, from, to })) ? "taken" : "moved" };
  } finally {
    await rm(objects, { recursive: true, force: true });
  }
};

/** What is wrong with a pack of which each object becomes a file in the folder; `null` where nothing is. */
const unpack = async (
  git: GitRepository,
  { pack, objects }: { readonly pack: Uint8Array; readonly objects: string },
): Promise<string | null> => {
  if (await isEmptyPack(pack)) return null;
  const env = {
    GIT_OBJECT_DIRECTORY: objects,
    GIT_ALTERNATE_OBJECT_DIRECTORIES: JSON.stringify(join(git.dir, "objects")),
  };
  const { exitCode, stderr } = await git.attempt(["unpack-objects", "-q", "--strict"], { input: pack, env });
  return exitCode === 0 ? null : stderr.trim();
};

/** Loose objects are named by their content: one that is there already is the same. */
const moveIn = async (from: string, to: string): Promise<void> => {
  for (const folder of await readdir(from)) {
    await mkdir(join(to, folder), { recursive: true });
    for (const name of await readdir(join(from, folder)))
      await rename(join(from, folder, name), join(to, folder, name));
  }
};
