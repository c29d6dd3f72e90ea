import type { IncomingMessage, ServerResponse } from "node:http";
import type { GitConfig } from "../git/environment.ts";
import { removeLocks } from "../git/repositories/bare.ts";
import type { User } from "./accounts.ts";
import { allowsGit } from "./actions/tokens/scopes.ts";
import { authenticate } from "./authentication.ts";
import type { Caller } from "./caller.ts";
import { timestamp } from "./clock.ts";
import { HttpError, unauthorized } from "./errors.ts";
import { type GitCall, serveGit } from "./git/http.ts";
import { includes, type Permission, permissionOf, permissionWithin } from "./permissions.ts";
import { followIn } from "./pulls/follow.ts";
import { basesOf } from "./pulls/heads.ts";
import { synchronizePulls } from "./pulls/synchronize.ts";
import { findRepository } from "./repositories/table.ts";
import type { Repository } from "./repository.ts";
import { advanceMerges, type Host } from "./serving.ts";

/** As GitHub, it takes options with a push, and heeds none. */
const pushOptions: GitConfig = { "receive.advertisePushOptions": "true" };

/** Serves one git call: who may read clones and fetches, who may write pushes. */
export const answerGit = async (
  host: Host,
  call: GitCall,
  { request, response }: { request: IncomingMessage; response: ServerResponse },
): Promise<void> => {
  try {
    const caller = authenticate(host.store, request.headers.authorization);
    const { repository, permission } = admit(host, call, caller);
    const git = host.repositories.open(repository);
    const { user } = caller;
    const asked = { dir: git.dir, user: user?.login ?? "", request, response };
    if (call.path !== "/git-receive-pack") {
      await serveGit(call, { ...asked, config: pushOptions, variables: {} });
      return;
    }
    const push = { store: host.store, repository, git, caller, permission, url: host.url() };
    using watched = await host.pushes.watch(push, lengthOf(request));
    const config = { ...pushOptions, ...watched.config };
    const backend = { ...asked, config, variables: watched.variables };
    await inTurnOf(host, { repository, caller }, async () => {
      const isWhole = await serveGit(call, backend).catch((error: unknown) => {
        refuse(response, error);
        return false;
      });
      // A push that was killed has left locks that would refuse the next one, and may have moved refs.
      if (!isWhole) await removeLocks(git.dir);
    });
  } catch (error) {
    refuse(response, error);
  }
};

/** Lets a push be taken in its repository's turn, and what follows from it happen. */
export const inTurnOf = async (
  host: Host,
  { repository, caller }: { repository: Repository; caller: Caller },
  take: () => Promise<void>,
): Promise<void> => {
  const bases = basesOf(host.store, repository.id);
  await host.mutex.take(String(repository.id), () =>
    host.actions.watchGit({ repository, caller }, async () => {
      await take();
      await afterPush(host, repository, caller.user);
    }),
  );
  await followIn(host, bases, caller);
  await advanceMerges(host, repository.id);
};

/** The bytes of a request; `null` where it does not tell. */
const lengthOf = ({ headers }: IncomingMessage): number | null =>
  headers["content-length"] === undefined ? null : Number(headers["content-length"]);

/** @throws HttpError when the caller may not do that there. */
export const admit = (
  host: Host,
  call: GitCall,
  caller: Caller,
): { repository: Repository; permission: Permission } => {
  const { user } = caller;
  if (!user) throw unauthorized();
  const repository = findRepository(host.store, call.owner, call.name);
  const permission = repository ? permissionFor(host, repository, caller) : "none";
  if (!repository || permission === "none") throw new HttpError(404, { message: "Repository not found." });
  if (call.service === "git-receive-pack" && !includes(permission, "write")) {
    const message = `Permission to ${call.owner}/${call.name}.git denied to ${user.login}.`;
    throw new HttpError(403, { message });
  }
  if (repository.archived && call.service === "git-receive-pack") {
    throw new HttpError(403, { message: "This repository was archived so it is read-only." });
  }
  return { repository, permission };
};

/** The token of a job or an App's bot reaches as far as its `contents` scope. */
const permissionFor = (host: Host, repository: Repository, caller: Caller): Permission => {
  const { grant, installation } = caller;
  const scopes = grant?.scopes ?? installation?.scopes;
  const ofJob = grant && (grant.repositoryId === repository.id ? "write" : "none");
  const held = ofJob ?? permissionWithin(host.store, repository, caller);
  if (!scopes || (includes(held, "write") && allowsGit(scopes, "write"))) return held;
  const isReading = includes(held, "read") && allowsGit(scopes, "read");
  return isReading ? "read" : permissionOf(host.store, repository, null);
};

const afterPush = async (host: Host, repository: Repository, by: User | null): Promise<void> => {
  const now = timestamp();
  host.store.transaction(() =>
    host.store.run(
      "update repositories set pushed_at = ?1, updated_at = ?1 where id = ?2",
      now,
      repository.id,
    ),
  );
  const git = host.repositories.open(repository);
  git.moves += 1;
  const moved = { store: host.store, repository, git, now };
  await synchronizePulls(by ? { ...moved, by: by.id } : moved);
};

/** Answers with what an error says; where an answer has begun, it breaks off. */
export const refuse = (response: ServerResponse, error: unknown): void => {
  const { status, message } = error instanceof HttpError ? error : { status: 500, message: String(error) };
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const challenge = status === 401 ? { "www-authenticate": 'Basic realm="Milepost"' } : {};
  response.writeHead(status, { "content-type": "text/plain; charset=utf-8", ...challenge });
  response.end(`${message}\n`);
};
