import type { IncomingMessage, ServerResponse } from "node:http";
import type { User } from "../accounts.ts";
import { authenticate } from "../authentication.ts";
import { timestamp } from "../clock.ts";
import { HttpError } from "../errors.ts";
import { includes, permissionOf } from "../permissions.ts";
import { synchronizePulls } from "../pulls/synchronize.ts";
import { findRepository, type Repository } from "../repositories/table.ts";
import type { Host } from "../router.ts";
import { type GitCall, serveGit } from "./http.ts";

/** Serves one git call: who may read clones and fetches, who may write pushes. */
export const answerGit = async (
  host: Host,
  call: GitCall,
  { request, response }: { request: IncomingMessage; response: ServerResponse },
): Promise<void> => {
  try {
    const { repository, user } = admit(host, call, request.headers.authorization);
    const git = host.repositories.open(repository);
    const backend = { dir: git.dir, user: user?.login ?? "", request, response };
    if (call.path !== "/git-receive-pack") return await serveGit(call, backend);
    await host.turns.take(String(repository.id), async () => {
      await serveGit(call, backend);
      await afterPush(host, repository);
    });
  } catch (error) {
    refuse(response, error);
  }
};

const admit = (
  host: Host,
  call: GitCall,
  authorization: string | undefined,
): { repository: Repository; user: User | null } => {
  const user = authenticate(host.store, authorization);
  const repository = findRepository(host.store, call.owner, call.name);
  const permission = repository ? permissionOf(host.store, repository, user?.id ?? null) : "none";
  if (!user && (permission === "none" || call.service === "git-receive-pack")) {
    throw new HttpError(401, { message: "Requires authentication" });
  }
  if (!repository || permission === "none") throw new HttpError(404, { message: "Repository not found." });
  if (call.service === "git-receive-pack" && !includes(permission, "write")) {
    const message = `Permission to ${call.owner}/${call.name}.git denied to ${user?.login}.`;
    throw new HttpError(403, { message });
  }
  return { repository, user };
};

const afterPush = async (host: Host, repository: Repository): Promise<void> => {
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
  await synchronizePulls({ store: host.store, repository, git, now });
};

const refuse = (response: ServerResponse, error: unknown): void => {
  const { status, message } = error instanceof HttpError ? error : { status: 500, message: String(error) };
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const challenge = status === 401 ? { "www-authenticate": 'Basic realm="Milepost"' } : {};
  response.writeHead(status, { "content-type": "text/plain; charset=utf-8", ...challenge });
  response.end(`${message}\n`);
};
