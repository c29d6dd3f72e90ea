import { join } from "node:path";
import { privateParent } from "../../git/private-folder.ts";

/** Where keys, tokens and logins lie below a home folder; what a program needs of its own is copied for it. */
const inHome = [
  ...[".ssh", ".gnupg", ".password-store", ".local/share/keyrings", ".config/op", ".vault-token", ".age"],
  ...[
    ".netrc",
    ".git-credentials",
    ".config/git/credentials",
    ".config/gh",
    ".config/hub",
    ".config/glab-cli",
  ],
  ...[
    ".npmrc",
    ".yarnrc.yml",
    ".pypirc",
    ".gem/credentials",
    ".cargo/credentials",
    ".cargo/credentials.toml",
  ],
  ...[
    ".m2/settings.xml",
    ".gradle/gradle.properties",
    ".nuget/NuGet",
    ".composer/auth.json",
    ".config/composer",
  ],
  ...[
    ".aws",
    ".azure",
    ".config/gcloud",
    ".kube",
    ".docker",
    ".config/containers",
    ".terraform.d",
    ".config/rclone",
  ],
  ...[
    ".claude",
    ".claude.json",
    ".codex",
    ".gemini",
    ".copilot",
    ".config/github-copilot",
    ".aider.conf.yml",
  ],
  ...[".local/share/opencode", ".config/opencode", ".config/anthropic", ".config/openai", ".config/milepost"],
  ...[
    ".bash_history",
    ".zsh_history",
    ".node_repl_history",
    ".psql_history",
    ".python_history",
    ".mysql_history",
  ],
  ...[
    ".mozilla",
    ".thunderbird",
    ".config/google-chrome",
    ".config/chromium",
    "Library/Keychains",
    ".pgpass",
  ],
] as const;

/** By which a runner of one's own is known to GitHub; its temporary folder is `_work/_temp` below them. */
const ofRunner = (temp = process.env.RUNNER_TEMP): string[] =>
  temp ? [".credentials", ".credentials_rsaparams", ".runner"].map((name) => join(temp, "../..", name)) : [];

/** What no sandboxed program sees, on the machine of this user. */
export const secretsOf = (home: string): string[] => [
  ...inHome.map((path) => join(home, path)),
  ...ofRunner(),
  // Keys that commits are signed by, while Milepost runs.
  privateParent("keys"),
  ...["/etc/shadow", "/etc/gshadow", "/run/secrets", "/var/run/secrets", "/etc/kubernetes"],
];

/** Programs that live among their secrets. */
export const programsIn = (home: string): string[] => [join(home, ".claude/local")];
