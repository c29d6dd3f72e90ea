import { changedText } from "../core/lane/unattributed.ts";
import { type Hub, openHub } from "../git/repositories/hub.ts";
import { openPublisher } from "../git/repositories/publisher.ts";
import { connect, type GitHub } from "../github/client.ts";
import { forgeOf } from "../github/forge.ts";
import type { Forge, PublisherPort, Workshop } from "../steps/ports.ts";
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
  options: Pick<RunOptions, "plan" | "repository" | "home" | "forge" | "sandbox" | "emit">,
): Promise<Edges> => {
  const { plan, repository, home, forge, sandbox, emit } = options;
  const warn = (message: string) => emit({ type: "warning", message });
  const clients = clientsOf(forge, warn);
  const publisher = await openPublisher({
    dir: home.publisher,
    url: forge.gitUrl,
    token: forge.tokens.bot,
    ...(forge.folder === null ? {} : { borrow: forge.folder }),
  });
  const guard = guardOf(repository.root, sandbox, (changes) => warn(changedText(changes)));
  const hub = await openHub({ dir: home.hub, publisherDir: publisher.dir, onTouched: reportTo(guard) });
  const { worktrees } = home;
  const { author, generated, setup } = plan;
  const signer = await signerOf(plan);
  return {
    ...clients,
    publisher: trustedSide(publisher, plan, signer),
    hub,
    workshop: workshopAt({ hub, worktrees, author, generated, setup, guard }),
    [Symbol.asyncDispose]: async () => await signer?.[Symbol.asyncDispose](),
  };
};

/** One client for each of those who work on the forge; their requests are counted together. */
const clientsOf = (
  forge: RunOptions["forge"],
  onWait: (message: string) => void,
): Pick<Edges, "bot" | "ports" | "requests"> => {
  const requests = { read: 0, write: 0 };
  const bot = connect({ ...forge, token: forge.tokens.bot, onWait }, requests);
  const reviewer = connect({ ...forge, token: forge.tokens.reviewer, onWait }, requests);
  return { bot, ports: forgeOf({ bot, reviewer }), requests };
};
