import type { RepositoryContext } from "../../context.ts";
import { nodeId } from "../../node-id.ts";
import { queueRule } from "../../pulls/merging/queue.ts";
import {
  autoMergeOf,
  type QueueEntry,
  queueEntriesIn,
  queueEntryOf,
  queueRemovalsOf,
} from "../../pulls/merging/waiting.ts";
import { type Pull, pullById } from "../../pulls/table.ts";
import { fullNameOf } from "../../repository.ts";
import { connection, inMemory, type Slice } from "../connection.ts";
import { commitNode } from "../git/node.ts";
import { repositoryLink } from "../link.ts";
import { actorOf } from "../users/node.ts";

/** Shows a pull request of an entry; passed in, since those show entries. */
type ShowPull = (here: RepositoryContext, pull: Pull) => object;

/** How a pull request waits to be merged: by itself, or in a queue. */
export const waitingFields = (here: RepositoryContext, pull: Pull, show: ShowPull) => ({
  isInMergeQueue: () => queueEntryOf(here.store, pull.id) !== undefined,
  isMergeQueueEnabled: () => queueRule(here, pull.base_ref) !== undefined,
  mergeQueue: () => queueNode(here, pull.base_ref, show),
  mergeQueueEntry: () => {
    const entry = queueEntryOf(here.store, pull.id);
    return entry ? entryNode(here, entry, show) : null;
  },
  autoMergeRequest: () => autoMergeNode(here, pull),
  timelineItems: ({ itemTypes, ...slice }: Slice & { itemTypes?: readonly string[] | null }) => {
    const wanted = timelineOf(here, pull).filter(({ type }) => !itemTypes || itemTypes.includes(type));
    return connection(inMemory(wanted), slice, ({ node }) => ({
      ...node,
      pullRequest: () => show(here, pull),
    }));
  },
});

const autoMergeNode = (here: RepositoryContext, pull: Pull) => {
  const auto = pull.state === "open" ? autoMergeOf(here.store, pull.id) : undefined;
  if (!auto) return null;
  return {
    authorEmail: null,
    commitBody: auto.message,
    commitHeadline: auto.title,
    enabledAt: auto.enabled_at,
    enabledBy: () => actorOf(here, auto.user_id),
    mergeMethod: auto.method.toUpperCase(),
  };
};

/** A branch's queue; `null` where it has none. */
export const queueNode = (here: RepositoryContext, branch: string, show: ShowPull) => {
  const { repository, store, urls } = here;
  if (!queueRule(here, branch)) return null;
  const entries = () => queueEntriesIn(store, repository.id).filter(({ base_ref }) => base_ref === branch);
  return {
    __typename: "MergeQueue",
    id: nodeId("MQ", `${repository.id}:${branch}`),
    url: `${urls.html}/${fullNameOf(repository)}/queue/${branch}`,
    repository: () => repositoryLink(here, repository),
    entries: (slice: Slice) =>
      connection(inMemory(entries()), slice, (entry) => entryNode(here, entry, show)),
  };
};

export const entryNode = (here: RepositoryContext, entry: QueueEntry, show: ShowPull) => {
  const ahead = queueEntriesIn(here.store, here.repository.id).filter(
    ({ base_ref, id }) => base_ref === entry.base_ref && id <= entry.id,
  );
  const pull = pullById(here.store, entry.pull_id);
  return {
    __typename: "MergeQueueEntry",
    id: nodeId("MQE", entry.id),
    position: Math.max(1, ahead.length),
    state: entry.group_sha === null ? "QUEUED" : "AWAITING_CHECKS",
    enqueuedAt: entry.created_at,
    enqueuer: () => actorOf(here, entry.user_id),
    ...{ jump: false, solo: false, estimatedTimeToMerge: null },
    baseCommit: () => (entry.base_sha === null ? null : commitNode(here, entry.base_sha)),
    headCommit: () => (entry.group_sha === null ? null : commitNode(here, entry.group_sha)),
    mergeQueue: () => queueNode(here, entry.base_ref, show),
    pullRequest: () => (pull ? show(here, pull) : null),
  };
};

/** What happened to a pull request in queues, oldest first. */
const timelineOf = (here: RepositoryContext, pull: Pull) => {
  const entry = queueEntryOf(here.store, pull.id);
  const removals = queueRemovalsOf(here.store, pull.id).map(({ id, reason, created_at }) => ({
    type: "REMOVED_FROM_MERGE_QUEUE_EVENT",
    node: {
      __typename: "RemovedFromMergeQueueEvent",
      ...{ id: nodeId("RFMQE", id), createdAt: created_at, reason, actor: null },
    },
  }));
  if (!entry) return removals;
  const node = { __typename: "AddedToMergeQueueEvent", id: nodeId("ATMQE", entry.id), enqueuer: null };
  const added = { ...node, createdAt: entry.created_at, actor: () => actorOf(here, entry.user_id) };
  return [...removals, { type: "ADDED_TO_MERGE_QUEUE_EVENT", node: added }];
};
