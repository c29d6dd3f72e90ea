import type { Facts } from "../../gates/gate.ts";
import { statusOf } from "../../github/client.ts";
import type { Connected } from "../connect.ts";
import { type Job, noreplyHost } from "../job.ts";

/** Accounts that are asked for at most. */
const maxAccounts = 20;

/** The facts with those commits as bots' of which the forge says that their address is a bot's account's. */
export const withBots = async (facts: Facts, github: Connected, job: Job): Promise<Facts> => {
  const accounts = new Map<string, Account>();
  for (const { isBot, author } of facts.commits ?? []) {
    const account = isBot ? null : accountIn(author.email, job);
    if (account && accounts.size < maxAccounts) accounts.set(author.email, account);
  }
  const bots = new Set<string>();
  for (const [address, account] of accounts) if (await isBots(account, github)) bots.add(address);
  if (bots.size === 0) return facts;
  const commits = facts.commits?.map((commit) =>
    bots.has(commit.author.email) ? { ...commit, isBot: true } : commit,
  );
  return { ...facts, ...(commits ? { commits } : {}) };
};

interface Account {
  readonly id: number;
  readonly username: string;
}

/** The account that the forge links commits of such an address to, where it is a bot's. */
const accountIn = (address: string, job: Job): Account | null => {
  const [, id, username, host] = /^(\d+)\+([\w-]+\[bot\])@(.+)$/i.exec(address) ?? [];
  if (username === undefined || host?.toLowerCase() !== noreplyHost(job)) return null;
  return { id: Number(id), username };
};

const isBots = async ({ id, username }: Account, { octokit }: Connected): Promise<boolean> => {
  try {
    const { data } = await octokit.rest.users.getByUsername({ username });
    return data.type === "Bot" && data.id === id;
  } catch (error) {
    // Of an account that is not there, or may not be seen, nobody says that it is a bot's.
    const status = statusOf(error);
    if (status === 404 || status === 403) return false;
    throw error;
  }
};
