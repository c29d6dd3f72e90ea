import { homedir } from "node:os";
import { proxiesOf, proxyFor } from "../core/proxy.ts";
import { withFixedSearchPaths } from "./search-paths.ts";

/** Configuration by name, as `git -c` takes it. */
export type GitConfig = Readonly<Record<string, string>>;

/** What holds for every git that we start, in the user's repository too: it asks nobody and runs no program. */
const always: GitConfig = {
  "safe.directory": "*",
  "core.hooksPath": "/dev/null",
  "core.fsmonitor": "false",
  "core.quotePath": "false",
  "core.filesRefLockTimeout": "5000",
  "core.packedRefsTimeout": "5000",
  "commit.gpgSign": "false",
  "gc.auto": "0",
  "maintenance.auto": "false",
  "fetch.writeCommitGraph": "false",
  "protocol.version": "2",
  "protocol.allow": "never",
  "protocol.file.allow": "always",
  "protocol.http.allow": "always",
  "protocol.https.allow": "always",
  "http.lowSpeedLimit": "1",
  "http.lowSpeedTime": "60",
  "advice.detachedHead": "false",
};

/**
 * The program that a fetch or clone from a folder reads it by, which git starts without our settings: it would refuse
 * what belongs to another user.
 */
export const anyOwner = "git -c safe.directory=* upload-pack";

/** What holds in repositories of our own, where a person's settings must not change the answer. */
const ours: GitConfig = {
  "core.excludesFile": "/dev/null",
  "core.attributesFile": "/dev/null",
  "core.autocrlf": "false",
};

/**
 * What git, and the programs that a person's settings may name, need of the machine: where things are, whom to trust as a
 * server, whom to ask for a login. Whatever else is in the environment may be a secret, whatever its name, and stays
 * behind, as do git's own variables that would redirect our commands. By RUNNER_TRACKING_ID a workflow's runner finds
 * what a job that was cancelled has left. Whether a forge is asked through a proxy is decided for git and for clients
 * alike, in `forgeAccess`.
 */
const passed = new RegExp(
  `^(${[
    "PATH|HOME|USER|LOGNAME|LANG|LANGUAGE|LC_[A-Z]+|TZ|TMPDIR|XDG_[A-Z_]+|GNUPGHOME|RUNNER_TRACKING_ID",
    "SSL_CERT_(FILE|DIR)|CURL_CA_BUNDLE|NIX_SSL_CERT_FILE",
    "GIT_EXEC_PATH|GIT_SSL_CAINFO|GIT_SSL_CAPATH|GIT_SSL_NO_VERIFY",
    "LD_LIBRARY_PATH|DYLD_[A-Z_]+|DEVELOPER_DIR|LOCALE_ARCHIVE|DBUS_SESSION_BUS_ADDRESS|(WAYLAND_)?DISPLAY",
  ].join("|")})$`,
);

/** The machine's variables that git and the process that starts it get. */
export const machineEnvironment = (): Record<string, string> =>
  withFixedSearchPaths(
    Object.fromEntries(
      Object.entries(process.env).flatMap(([name, value]) =>
        value !== undefined && passed.test(name) ? [[name, value]] : [],
      ),
    ),
  );

/** The environment of a git command: nothing inherited that names a repository, an identity or a token. */
export const gitEnvironment = (config: GitConfig, who: "ours" | "user"): Record<string, string> => {
  bases[who] ??= baseFor(who);
  const { environment, settings } = bases[who];
  const more = Object.entries(config);
  return {
    ...environment,
    GIT_CONFIG_COUNT: String(settings + more.length),
    ...Object.fromEntries(more.flatMap((setting, at) => numbered(setting, settings + at))),
  };
};

interface BaseEnvironment {
  readonly environment: Readonly<Record<string, string>>;
  /** How many settings it has; a later one of the same name counts. */
  readonly settings: number;
}

/** Made once: it does not change, and git is started often. */
const bases: { ours?: BaseEnvironment; user?: BaseEnvironment } = {};

const baseFor = (who: "ours" | "user"): BaseEnvironment => {
  const settings = Object.entries({ ...always, ...(who === "ours" ? ours : {}) });
  const machine = machineEnvironment();
  return {
    environment: {
      ...machine,
      LC_ALL: "C",
      HOME: machine.HOME ?? homedir(),
      GIT_TERMINAL_PROMPT: "0",
      GIT_ASKPASS: "",
      GIT_OPTIONAL_LOCKS: "0",
      GIT_NO_REPLACE_OBJECTS: "1",
      ...(who === "ours"
        ? { GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_SYSTEM: "/dev/null", GIT_ATTR_NOSYSTEM: "1" }
        : {}),
      ...Object.fromEntries(settings.flatMap(numbered)),
    },
    settings: settings.length,
  };
};

const numbered = ([key, value]: [string, string], at: number): [string, string][] => [
  [`GIT_CONFIG_KEY_${at}`, key],
  [`GIT_CONFIG_VALUE_${at}`, value],
];

/**
 * The configuration that authenticates requests to a forge.
 *
 * It travels in the environment only, as actions/checkout's header does, so no process list shows the token.
 */
export const forgeAccess = (url: string, token: string): GitConfig => {
  const { origin, hostname } = new URL(url);
  const basic = Buffer.from(`x-access-token:${token}`).toString("base64");
  const loopback = ["127.0.0.1", "localhost", "[::1]"].includes(hostname);
  return {
    [`http.${origin}/.extraHeader`]: `Authorization: Basic ${basic}`,
    "http.proxy": proxyFor(url, proxiesOf(process.env)),
    // A forge that takes a connection and is silent would be waited for without an end; one at work sends signs of it.
    "http.lowSpeedLimit": "1",
    "http.lowSpeedTime": "120",
    // The longest match counts, so what the user rewrites more generally does not lead elsewhere.
    ...(loopback ? { [`url.${origin}/.insteadOf`]: `${origin}/` } : {}),
  };
};
