import { MilepostError } from "../../core/error.ts";
import { shellWord } from "../../core/shell-word.ts";
import type { RunLimits, SandboxPolicy } from "./policy.ts";
import { filterFor } from "./seccomp.ts";

/** The first command in the sandbox: it sets what the program inherits, and becomes the program. */
export const scriptOf = ({
  argv,
  policy,
  limits,
}: {
  argv: readonly string[];
  policy: SandboxPolicy;
  limits: RunLimits | undefined;
}): string => {
  const onLinux = process.platform === "linux";
  const variables = { HOME: policy.home, TMPDIR: policy.temp };
  return [
    `unset ${dropped(policy).join(" ")}`,
    ...proxies.map(byNumber),
    ...Object.entries(variables).map(([name, value]) => `export ${name}=${shellWord(value)}`),
    "ulimit -c 0",
    ...(limits ? ceilings(limits) : []),
    ...(onLinux ? [...filterOnNine(policy), ...coverMachine] : []),
    `exec ${[...(onLinux ? within(policy) : []), ...argv.map(shellWord)].join(" ")}`,
  ].join("\n");
};

/** Folders of the user's that the program cannot write, and proxies that it needs for hosts on this machine. */
const dropped = ({ hosts }: SandboxPolicy): string[] => [
  "XDG_CONFIG_HOME XDG_CACHE_HOME XDG_DATA_HOME XDG_STATE_HOME XDG_RUNTIME_DIR",
  "CLAUDE_CODE_HOST_HTTP_PROXY_PORT CLAUDE_CODE_HOST_SOCKS_PROXY_PORT",
  ...(hosts.some((host) => /^(127\.|localhost|\[?::1)/.test(host)) ? ["NO_PROXY no_proxy"] : []),
];

const proxies = ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"];

/**
 * Where `localhost` is `::1` first, whatever a reviewer runs of the change could listen there, be its way to a model
 * server that speaks plain HTTP, and answer for that.
 */
const byNumber = (name: string): string =>
  `case "\${${name}-}" in *@localhost:*) export ${name}="\${${name}%@localhost:*}@127.0.0.1:\${${name}##*:}";; esac`;

/** Threads for each process: what the system limits is threads, and some programs have many. */
const threadsPerProcess = 8;
/** `ulimit -f` counts in blocks of 512 bytes, per POSIX. */
const blocksPerMegabyte = 2048;

/** Hard limits of the system's own, beside those that Milepost watches; some systems lack the second. */
const ceilings = ({ diskMegabytes, processes }: RunLimits): string[] => [
  `ulimit -f ${diskMegabytes * blocksPerMegabyte}`,
  `ulimit -u ${processes * threadsPerProcess} 2>/dev/null || true`,
];

/** Any program of the shell's opens what stands in the file: by the time that it is read, nothing else has run. */
const filterOnNine = (policy: SandboxPolicy): string[] => {
  const filter = filterFor(policy);
  if (filter === null) {
    throw new MilepostError(`the sandbox has no seccomp filter for ${process.arch}`, {
      hint: "run Milepost on a machine of x64 or arm64",
    });
  }
  const octal = [...filter].map((byte) => `\\${byte.toString(8).padStart(3, "0")}`).join("");
  const file = '"$TMPDIR/seccomp"';
  return [`rm -rf ${file}`, `printf '${octal}' > ${file}`, `exec 9< ${file}`, `rm -f ${file}`];
};

/**
 * What root could write in `/proc` is the machine's, whatever namespace it is seen from: each file and folder that is
 * not a process's is made read-only. Nobody else can write there.
 */
const coverMachine = [
  "cover=",
  'if [ "$(id -u)" = 0 ]; then for each in /proc/*; do',
  'case "$each" in /proc/[0-9]*) continue;; esac',
  'if [ ! -L "$each" ] && { [ -d "$each" ] || [ -w "$each" ]; }; then cover="$cover --ro-bind $each $each"; fi',
  "done; fi",
];

/**
 * A second bubblewrap around the program alone, with what the runtime's leaves open: System V IPC and message queues of
 * its own, and a filter of system calls.
 *
 * In an untraceable one nobody has a right over another's files or memory: the calls are refused by the filter, and
 * `/proc/<pid>/mem` is on a file system that is read-only. Standard streams are sockets, which `/proc/<pid>/fd` opens
 * to nobody.
 */
const within = ({ untraceable }: SandboxPolicy): string[] => [
  ...[
    "bwrap",
    "--die-with-parent",
    "--unshare-user",
    "--unshare-ipc",
    "--unshare-cgroup-try",
    "--cap-drop ALL",
  ],
  ...["--dev-bind / /", "$cover", ...(untraceable ? ["--remount-ro /proc"] : []), "--seccomp 9", "--"],
];
