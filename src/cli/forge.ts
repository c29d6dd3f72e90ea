import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { MilepostError } from "../core/error.ts";
import type { Account, AccountRole } from "../forge/accounts.ts";
import type { ActionsOptions } from "../forge/actions/host.ts";
import { actRunner } from "../forge/actions/runner/act.ts";
import { startForge } from "../forge/server.ts";
import { openRepository } from "../git/repositories/repository.ts";
import { startGitWorker } from "../git/worker-client.ts";
import { openPages } from "../web/open.ts";
import { exits } from "./exit.ts";
import { listenForInterrupt } from "./interrupt.ts";
import { type Colors, colorsFor } from "./text/colors.ts";
import { table } from "./text/table.ts";

interface ForgeCommandOptions {
  readonly host: string;
  readonly port: number;
  readonly baseUrl?: string;
  readonly data: string;
  readonly reset?: boolean;
  readonly seed?: readonly string[];
  readonly app?: readonly string[];
  readonly runner: string;
  readonly jobs: number;
  readonly action?: readonly string[];
  readonly secret?: readonly string[];
  readonly variable?: readonly string[];
  readonly allowHost?: readonly string[];
  readonly json?: boolean;
}

/** `milepost forge`: the local forge alone, until it is stopped, which is how it is done. */
export const forge = async (options: ForgeCommandOptions): Promise<number> => {
  const { host, port, data, json, reset = false, allowHost: hosts = [] } = options;
  const dataDir = resolve(data);
  const seeds = await Promise.all(pairsOf(options.seed ?? []).map(seedOf));
  const apps = await Promise.all(pairsOf(options.app ?? []).map(appOf));
  const actions = await actionsOf(options);
  const place = { dataDir, host, port, reset, ...baseOf(options) };
  using interrupt = listenForInterrupt({ onFirst: () => undefined, onSecond: async () => undefined });
  await using _git = startGitWorker();
  await using running = await startForge({
    ...{ ...place, actions, hosts, apps },
    tokens: givenTokens(),
    pages: openPages,
    log: (line) => process.stderr.write(`forge: ${line}\n`),
  });
  for (const seed of seeds) await running.createRepository(seed);
  const { url, port: listening, accounts } = running;
  const entrance = running.pages?.entrance("owner") ?? url;
  const lines = json
    ? [JSON.stringify({ type: "forge", url, port: listening, entrance, data: dataDir, accounts })]
    : described({ url, entrance, accounts, data: dataDir }, colorsFor(process.stdout));
  process.stdout.write(`${lines.join("\n")}\n`);
  if (!interrupt.signal.aborted) await once(interrupt.signal, "abort");
  return exits.done;
};

/** @throws MilepostError when it is no address of the web, or has more than a host, a port and a path. */
const baseOf = ({ baseUrl }: Pick<ForgeCommandOptions, "baseUrl">): { baseUrl?: string } => {
  if (baseUrl === undefined) return {};
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : null;
  if (url && /^https?:$/.test(url.protocol) && url.search === "" && url.hash === "" && url.username === "")
    return { baseUrl: url.href.replace(/\/+$/, "") };
  throw new MilepostError(`--base-url ${JSON.stringify(baseUrl)} is no address`, {
    hint: "write it as https://forge.example:8443",
  });
};

/** @throws MilepostError when it names no repository, or its folder has no commit to begin with. */
const seedOf = async ([fullName, from]: Pair) => {
  const [, owner, name] = /^([\w-]{1,39})\/([\w.-]{1,100})$/.exec(fullName) ?? [];
  if (owner === undefined || name === undefined)
    throw new MilepostError(`--seed ${fullName} names no repository`, {
      hint: "write it as owner/name=folder",
    });
  const { root, currentBranch } = await openRepository(resolve(from));
  return { owner, name, from: root, ...(currentBranch === null ? {} : { base: currentBranch }) };
};

/** @throws MilepostError when it has no number, or there is no such file. */
const appOf = async ([app, file]: Pair) => {
  const [, id, slug] = /^([1-9]\d{0,9}):([a-z\d](?:[a-z\d-]{0,33}))$/i.exec(app) ?? [];
  if (id === undefined || slug === undefined)
    throw new MilepostError(`--app ${app} names no App`, { hint: "write it as 12345:my-app=public-key.pem" });
  const publicKey = await readFile(resolve(file), "utf8").catch((cause: unknown) => {
    throw new MilepostError(`the key of the App ${slug} cannot be read`, { hint: `look at ${file}`, cause });
  });
  return { id: Number(id), slug, publicKey };
};

/** @throws MilepostError when the runner is unknown or not installed, or a value is not `NAME=value`. */
const actionsOf = async (options: ForgeCommandOptions): Promise<ActionsOptions> => {
  const { runner, jobs: parallel, action = [], secret = [], variable = [] } = options;
  const secrets = valuesOf(secret.map((given) => (given.includes("=") ? given : fromEnvironment(given))));
  const variables = valuesOf(variable);
  if (runner === "none") return { secrets, variables };
  if (runner !== "act") {
    throw new MilepostError(`there is no runner ${runner}`, { hint: "choose none or act" });
  }
  const folders = Object.entries(valuesOf(action)).map(
    ([action, folder]) => [action.toLowerCase(), resolve(folder)] as const,
  );
  return { runner: await actRunner(), folders: Object.fromEntries(folders), parallel, secrets, variables };
};

/** From the environment, where no list of processes shows them: `milepost-bot=… milepost-reviewer=…`. */
const givenTokens = (): Record<string, string> =>
  valuesOf((process.env.MILEPOST_FORGE_TOKENS ?? "").split(/\s+/).filter((pair) => pair !== ""));

const valuesOf = (pairs: readonly string[]): Record<string, string> => Object.fromEntries(pairsOf(pairs));

type Pair = readonly [name: string, value: string];

/** @throws MilepostError when one has no name or no value. */
const pairsOf = (pairs: readonly string[]): Pair[] =>
  pairs.map((pair) => {
    const equals = pair.indexOf("=");
    if (equals < 1) throw new MilepostError(`${pair} has no value`, { hint: "write it as name=value" });
    return [pair.slice(0, equals), pair.slice(equals + 1)];
  });

const fromEnvironment = (name: string): string => {
  const value = process.env[name];
  if (value === undefined) {
    throw new MilepostError(`the secret ${name} is not in the environment`, {
      hint: `set it, or write ${name}=value`,
    });
  }
  return `${name}=${value}`;
};

const duties: Readonly<Record<AccountRole, string>> = {
  bot: "writes",
  reviewer: "judges",
  owner: "administers",
  member: "works with it",
};

const described = (
  {
    url,
    entrance,
    accounts,
    data,
  }: { url: string; entrance: string; accounts: readonly Account[]; data: string },
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
    `Its pages, for one browser: ${entrance}`,
    "",
    colors.dim("Ctrl-C stops it."),
  ];
};
