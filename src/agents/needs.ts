import type { Program } from "../core/plan/program.ts";
import type { Adapter } from "./adapters/adapter.ts";
import { adapters } from "./adapters/list.ts";

type Machine = Readonly<Record<string, string | undefined>>;

/** What one run of a program needs of the machine: whoever confines it gives it this and no more. */
export interface Needs {
  readonly role: "agent" | "reviewer" | "command";
  /** Its checkout. */
  readonly cwd: string;
  /** The folder with its prompt, in which it answers. */
  readonly dir: string;
  /** Files elsewhere that it must be able to read. */
  readonly reads: readonly string[];
  /** Hosts that it must reach, as `host`, `*.host` or `host:port`. */
  readonly hosts: readonly string[];
  /** Paths below the home folder that hold its settings, and its login where it has no key. */
  readonly config: readonly string[];
}

/** What a program needs on a machine with these variables. */
export const needsOf = (program: Program, machine: Machine): Pick<Needs, "hosts" | "config"> => {
  const { keys, logins, urls, config } = adapters[program.use];
  const set = Object.entries(keys).filter(([name]) => machine[name]);
  const opened = set.length > 0 ? set : Object.entries(logins);
  return {
    hosts: [
      ...new Set([
        ...opened.flatMap(([, hosts]) => hosts),
        ...urls.flatMap((name) => hostIn(machine[name])),
        ...program.network,
      ]),
    ],
    config: set.length > 0 ? config : [...config, ...Object.keys(logins)],
  };
};

/** What a program is given and may show nobody: its keys, and what the plan passes by a name that says so. */
export const secretsOf = (program: Program, machine: Machine): string[] => {
  const named = program.env.filter((name) => /KEY|TOKEN|SECRET|PASS|CREDENTIAL|AUTH/i.test(name));
  return [...Object.keys(adapters[program.use].keys), ...named].flatMap((name) => machine[name] ?? []);
};

/** The machine's variables that an adapter's program gets. */
export const namesOf = ({ keys, env, urls }: Adapter): string[] => [...Object.keys(keys), ...env, ...urls];

const hostIn = (url: string | undefined): string[] =>
  url !== undefined && URL.canParse(url) ? [new URL(url).host] : [];
