import type { CommitFacts } from "../../gates/commit.ts";
import type { Facts } from "../../gates/gate.ts";
import { statusOf } from "../../github/client.ts";
import type { Connected } from "../connect.ts";

/** Accounts that are asked for at most. */
const maxAccounts = 20;

/** The facts with those commits as bots' of which the forge says that their address is a bot's account's. */
export const withBots = async (facts: Facts, github: Connected): Promise<Facts> => {
  const addresses = new Set(facts.commits?.filter(isOpen).map(({ author }) => author.email));
  const bots = new Set<string>();
  for (const address of [...addresses].slice(0, maxAccounts))
    if (await isBots(address, github)) bots.add(address);
  if (bots.size === 0) return facts;
  const commits = facts.commits?.map((commit) =>
    bots.has(commit.author.email) ? { ...commit, isBot: true } : commit,
  );
  return { ...facts, ...(commits ? { commits } : {}) };
};

/** The address by which GitHub links commits to a bot's account: its number, and its name. */
const accountIn = /^(\d+)\+([\w-]+\[bot\])@users\.noreply\.github\.com$/i;

const isOpen = ({ isBot, author }: CommitFacts): boolean => !isBot && accountIn.test(author.email);

const isBots = async (address: string, { octokit }: Connected): Promise<boolean> => {
  const [, id, username = ""] = accountIn.exec(address) ?? [];
  try {
    const { data } = await octokit.rest.users.getByUsername({ username });
    return data.type === "Bot" && data.id === Number(id);
  } catch (error) {
    // Of an account that is not there, or may not be seen, nobody says that it is a bot's.
    const status = statusOf(error);
    if (status === 404 || status === 403) return false;
    throw error;
  }
};
