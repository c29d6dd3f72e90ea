/** What of a file of a person's settings goes into runs, and the names of what goes and of what stays. */
interface Chosen {
  readonly text: string;
  readonly goes: readonly string[];
  readonly stays: readonly string[];
}

type Choose = (text: string) => Chosen;

/**
 * What of a person's own settings reaches the programs of a plan: how these reach their model, and nothing that acts,
 * such as hooks, servers, helpers, permissions or another model. `null` for a file that goes as it is.
 */
export const chosenSettings = (path: string, text: string): Chosen | null => choices[path]?.(text) ?? null;

/** Variables by which Claude Code finds its server. */
const serverVariables =
  /^(?:ANTHROPIC_(?:BASE_URL|AUTH_TOKEN|API_KEY|CUSTOM_HEADERS|VERTEX_\w+|BEDROCK_\w+)|CLAUDE_CODE_(?:USE|SKIP)_\w+|AWS_REGION|CLOUD_ML_REGION)$/;

/** Of a file of JSON, the entries of these names, each down to the last of its names. */
const ofJson =
  (isChosen: (name: string) => boolean): Choose =>
  (text) => {
    const leaves = leavesOf(parsed(text));
    const goes = leaves.filter(({ names }) => isChosen(names.join(".")));
    const kept: Record<string, unknown> = {};
    for (const { names, value } of goes) lay(kept, names, value);
    return {
      text: JSON.stringify(kept),
      goes: goes.map(({ names }) => names.join(".")),
      stays: topNames(leaves.filter((leaf) => !goes.includes(leaf)).map(({ names }) => names.join("."))),
    };
  };

interface Leaf {
  readonly names: readonly string[];
  readonly value: unknown;
}

const leavesOf = (value: unknown, names: readonly string[] = []): Leaf[] =>
  isRecord(value)
    ? Object.entries(value).flatMap(([name, each]) => leavesOf(each, [...names, name]))
    : names.length === 0
      ? []
      : [{ names, value }];

const lay = (
  into: Record<string, unknown>,
  [name = "", ...rest]: readonly string[],
  value: unknown,
): void => {
  if (rest.length === 0) {
    into[name] = value;
    return;
  }
  const inner = isRecord(into[name]) ? into[name] : {};
  into[name] = inner;
  lay(inner, rest, value);
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Comments and last commas are taken out where the text is not JSON without them; what is none at all has no entries. */
const parsed = (text: string): unknown => {
  for (const tried of [text, text.replace(beyondJson, "$1")]) {
    try {
      return JSON.parse(tried);
    } catch {
      // The next one.
    }
  }
  return {};
};

const beyondJson = /("(?:\\.|[^"\\])*")|\/\/.*|\/\*[\s\S]*?\*\/|,(?=\s*[}\]])/g;

/** Of a file of sections and lines, such as TOML and git's settings, what stands in these sections or has these names in none. */
const ofLines =
  (isChosen: (section: string, name: string) => boolean): Choose =>
  (text) => {
    let section = "";
    let goesOn = false;
    const goes: string[] = [];
    const stays: string[] = [];
    const lines = text.split("\n").filter((line) => {
      const opened = /^\s*\[+\s*([^\]]+?)\s*\]+/.exec(line)?.[1];
      if (opened !== undefined) section = opened;
      const name = opened === undefined ? /^\s*([\w."-]+)\s*[=:]/.exec(line)?.[1] : "";
      if (name === undefined) return goesOn;
      goesOn = isChosen(section, name);
      (goesOn ? goes : stays).push(
        name === "" ? `[${section}]` : section === "" ? name : `${section}.${name}`,
      );
      return goesOn;
    });
    const told = goes.filter((each) => !each.startsWith("["));
    return { text: `${lines.join("\n")}\n`, goes: told, stays: topNames(stays) };
  };

const topNames = (names: readonly string[]): string[] => [
  ...new Set(names.map((name) => name.replace(/^\[(.*)\]$/, "$1").split(".")[0] ?? name)),
];

const opencode = ofJson((name) => /^(?:\$schema|provider\.|enabled_providers|disabled_providers)/.test(name));

const choices: Readonly<Record<string, Choose>> = {
  ".claude/settings.json": ofJson((name) => name.startsWith("env.") && serverVariables.test(name.slice(4))),
  ".codex/config.toml": ofLines((section, name) =>
    section === ""
      ? /^(?:model_provider|preferred_auth_method|forced_login_method|chatgpt_base_url|openai_base_url)$/.test(
          name,
        )
      : section.startsWith("model_providers."),
  ),
  ".gemini/settings.json": ofJson((name) => name === "selectedAuthType" || name.startsWith("security.auth.")),
  ".copilot/settings.json": ofJson(() => false),
  ".config/opencode/opencode.json": opencode,
  ".config/opencode/opencode.jsonc": opencode,
  ".aider.conf.yml": ofLines((_, name) =>
    /^(?:api-key|(?:openai|anthropic)-api-\w+|openai-organization-id)$/.test(name),
  ),
  ".gitconfig": ofLines((section, name) => section === "user" && /^(?:|name|email)$/.test(name)),
};
