import type { User } from "../../accounts.ts";
import type { Engine } from "../../actions-services.ts";
import type { Answer } from "../../answer.ts";
import { timestamp } from "../../clock.ts";
import type { RepositoryContext, RepositoryOperation } from "../../context.ts";
import type { GitRepository } from "../../git/repository.ts";
import type { Grant } from "../../grant.ts";
import type { Repository } from "../../repository.ts";
import type { Store } from "../../store.ts";
import type { Urls } from "../../urls.ts";
import type { ForgeEvent } from "./event.ts";
import { mergeGroupsBetween } from "./merge-groups.ts";
import { announcements, issueOf } from "./of-operations.ts";
import { pullEvents, seePulls } from "./pull-events.ts";
import { pushesBetween, type Refs, readRefs } from "./pushes.ts";
import { type Scene, startWorkflows } from "./start.ts";

/** Where something is about to happen. */
interface EventPlace {
  readonly store: Store;
  readonly repository: Repository;
  readonly git: GitRepository;
  readonly urls: Urls;
  readonly actor: User;
  readonly grant: Grant | null;
  readonly engine: Engine;
}

/** Lets an operation change a repository, and starts the workflows that its change starts. */
export const watchOperation = async (
  place: EventPlace,
  { operation, context }: { operation: RepositoryOperation; context: RepositoryContext },
  work: () => Promise<Answer>,
): Promise<Answer> => {
  const issueBefore = issueOf(context);
  const { params, body } = context;
  return watch(place, operation.movesRefs, work, async (scene, answer) => {
    const announce = answer.status < 300 ? announcements[operation.id] : undefined;
    const events = (await announce?.({ scene, params, body, answer, issueBefore })) ?? [];
    return events.flatMap((event) => (event ? [event] : []));
  });
};

/** Lets git change a repository, and starts the workflows that its change starts. */
export const watchGit = (place: EventPlace, work: () => Promise<void>): Promise<void> =>
  watch(place, true, work, async () => []);

const watch = async <Result>(
  place: EventPlace,
  movesRefs: boolean,
  work: () => Promise<Result>,
  announced: (scene: Scene, result: Result) => Promise<readonly ForgeEvent[]>,
): Promise<Result> => {
  const { store, repository, git } = place;
  const refs = movesRefs ? await readRefs(git) : null;
  const pulls = seePulls(store, repository.id);
  const result = await work();
  const scene = await sceneOf(place);
  const pushes = refs === null ? [] : await pushedBetween(place, refs);
  const events = [
    ...pushes,
    ...(await pullEvents(scene, pulls, seePulls(store, repository.id))),
    ...(await announced(scene, result)),
  ];
  for (const event of events) await startWorkflows(scene, event);
  return result;
};

const pushedBetween = async (place: EventPlace, before: Refs): Promise<ForgeEvent[]> => {
  const after = await readRefs(place.git);
  return [
    ...(await pushesBetween(place, before, after)),
    ...(await mergeGroupsBetween(place.git, before, after)),
  ];
};

/** The place as it is now, for the events that happened there. */
export const sceneOf = async (place: EventPlace): Promise<Scene> => ({
  ...place,
  now: timestamp(),
  tip: await place.git.readRef(`refs/heads/${place.repository.default_branch}`),
});
