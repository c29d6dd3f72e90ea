import { once } from "node:events";
import { resolve } from "node:path";
import type { Account, AccountRole } from "../forge/accounts.ts";
import { startForge } from "../forge/server.ts";
import { exits } from "./exit.ts";
import { listenForInterrupt } from "./interrupt.ts";
import { type Colors, colorsFor } from "./text/colors.ts";
import { table } from "./text/table.ts";

export interface ForgeCommandOptions {
  readonly port: number;
  readonly data: string;
  readonly json?: boolean;
}

/** `milepost forge`: the local forge alone, until it is stopped, which is how it is done. */
export const forge = async ({ port, data, json }: ForgeCommandOptions): Promise<number> => {
  const dataDir = resolve(data);
  using interrupt = listenForInterrupt({ onFirst: () => undefined, onSecond: async () => undefined });
  await using running = await startForge({ dataDir, port });
  const { url, accounts } = running;
  const lines = json
    ? [JSON.stringify({ type: "forge", url, data: dataDir, accounts })]
    : described({ url, accounts, data: dataDir }, colorsFor(process.stdout));
  process.stdout.write(`${lines.join("\n")}\n`);
  if (!interrupt.signal.aborted) await once(interrupt.signal, "abort");
  return exits.done;
};

const duties: Readonly<Record<AccountRole, string>> = {
  bot: "writes",
  reviewer: "judges",
  owner: "administers",
  member: "works with it",
};

const described = (
  { url, accounts, data }: { url: string; accounts: readonly Account[]; data: string },
  colors: Colors,
): string[] => {
  const rows = accounts.map(({ login, role, token }) => [
    { text: login, paint: colors.bold },
    { text: duties[role], paint: colors.dim },
    { text: token },
  ]);
  const columns = [{ head: "account" }, { head: "it" }, { head: "token" }];
  return [
    `The forge serves GitHub's REST API at ${colors.bold(url)}, and git at ${url}/<owner>/<repository>.git`,
    `${colors.dim("Its data:")} ${data}`,
    "",
    ...table(columns, rows, { columns: null, paintHead: colors.dim }),
    "",
    `  curl -H 'authorization: Bearer <token>' ${url}/user/repos`,
    "",
    colors.dim("Ctrl-C stops it."),
  ];
};
