import { changedText } from "../core/lane/unattributed.ts";
import { type Hub, openHub } from "../git/repositories/hub.ts";
import { openPublisher, type Publisher } from "../git/repositories/publisher.ts";
import { type Connection, connect, type GitHub } from "../github/client.ts";
import { forgeOf } from "../github/forge.ts";
import { newOutage } from "../github/outage.ts";
import type { PublisherPort, Workshop } from "../steps/git-ports.ts";
import type { Forge } from "../steps/ports.ts";
import { gitThrough } from "./outage.ts";
import type { RunOptions } from "./run-options.ts";
import { signerOf, trustedSide } from "./trusted-side.ts";
import { guardOf, reportTo, workshopAt } from "./workshop.ts";

/** What a run reads and writes: the forge, and the repositories beside the user's, which is watched. */
export interface Edges extends AsyncDisposable {
  readonly bot: GitHub;
  readonly ports: Forge;
  /** How often the forge was asked. */
  readonly requests: { read: number; write: number };
  readonly publisher: PublisherPort & { readonly dir: string };
  readonly hub: Hub;
  readonly workshop: Workshop;
}

/** Connects to the forge, and opens the repositories of the home. */
export const openEdges = async (
  options: Pick<RunOptions, "plan" | "repository" | "home" | "forge" | "sandbox" | "signal" | "emit">,
): Promise<Edges> => {
  const { plan, repository, home, forge, sandbox, signal, emit } = options;
  const warn = (message: string) => emit({ type: "warning", message });
  const outage = newOutage({ minutes: () => plan.limits.outageMinutes, tell: warn, signal });
  const publisher = await openPublisher({
    dir: home.publisher,
    url: forge.gitUrl,
    token: forge.tokens.bot,
    through: gitThrough(outage, { url: forge.url, token: forge.tokens.bot }),
    ...(forge.folder === null ? {} : { borrow: forge.folder }),
    ...takeFor(forge),
  });
  const clients = clientsOf(forge, publisher, { onWait: warn, outage });
  const guard = guardOf(repository.root, sandbox, (changes) => warn(changedText(changes)));
  const hub = await openHub({ dir: home.hub, publisherDir: publisher.dir, onTouched: reportTo(guard) });
  const { worktrees } = home;
  const { author, generated, setup, limits } = plan;
  const signer = await signerOf(plan);
  return {
    ...clients,
    publisher: trustedSide(publisher, plan, signer),
    hub,
    workshop: workshopAt({ hub, worktrees, author, generated, setup, limits, guard }),
    [Symbol.asyncDispose]: async () => await signer?.[Symbol.asyncDispose](),
  };
};

/** The way of pushes into a forge that is in this process. */
const takeFor = ({ take, owner, repo, tokens }: RunOptions["forge"]) =>
  take
    ? {
        take: async (push: Omit<Parameters<typeof take>[0], "owner" | "name" | "token">) =>
          await take({ ...push, owner, name: repo, token: tokens.bot }),
      }
    : {};

/** One client for each of those who work on the forge; their requests are counted together. */
const clientsOf = (
  forge: RunOptions["forge"],
  git: Publisher,
  waits: Required<Pick<Connection, "onWait" | "outage">>,
): Pick<Edges, "bot" | "ports" | "requests"> => {
  const requests = { read: 0, write: 0 };
  const bot = connect({ ...forge, token: forge.tokens.bot, ...waits }, requests);
  const reviewer = connect({ ...forge, token: forge.tokens.reviewer, ...waits }, requests);
  return { bot, ports: forgeOf({ bot, reviewer, git }), requests };
};
