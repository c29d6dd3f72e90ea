import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { checkPrograms } from "../../../src/cli/doctor/programs.ts";
import { folder } from "../../agents/folder.ts";
import { planWith } from "../../core/scene.ts";
import { setVariables } from "../../environment.ts";

const jwt = (exp: number): string =>
  ["e30", Buffer.from(JSON.stringify({ exp })).toString("base64url"), "s".repeat(30)].join(".");
const login = (minutes: number): string =>
  JSON.stringify({ tokens: { access_token: jwt((Date.now() + minutes * 60_000) / 1000) } });

const plan = planWith({ a: [{}] }, { agent: { use: "codex" }, reviewer: { use: "codex" } });

test.each<[string, string, string, Record<string, RegExp>]>([
  [
    "has ended",
    login(-1),
    "echo codex-cli 0.171.0",
    { agent: /^problem: .*its login ended/, login: /^warning: / },
  ],
  ["ends within a run", login(5), "echo codex-cli 0.171.0", { agent: /^problem: .*its login ends on/ }],
  ["is empty", "", "echo codex-cli 0.171.0", { agent: /^problem: .*its login holds none/ }],
  ["goes on", login(600), "echo codex-cli 0.171.0", { agent: /^ok: codex 0\.171\.0 is .*auth\.json/ }],
  ["goes on, too old for it", login(600), "echo codex-cli 0.20.0", { agent: /^problem: .*0\.20\.0/ }],
  [
    "goes on, broken at every start",
    login(600),
    "echo no >&2; exit 1",
    { agent: /^problem: .*does not start/ },
  ],
])(
  "a program whose login %s is told of, with what of a person's settings acts in runs",
  async (_, file, program, says) => {
    await using home = await folder();
    const lay = (path: string, text: string) => {
      mkdirSync(dirname(join(home.dir, path)), { recursive: true });
      writeFileSync(join(home.dir, path), text);
    };
    await home.script("codex", `#!/bin/sh\n${program}\n`);
    lay(".codex/auth.json", file);
    lay(".codex/config.toml", 'model = "x"\nnotify = ["sh"]\nmodel_provider = "azure"\n');
    const PATH = `${home.dir}:${process.env.PATH}`;
    using _set = setVariables({ HOME: home.dir, PATH, CODEX_API_KEY: "", OPENAI_API_KEY: "" });
    const found = await checkPrograms(plan, { root: home.dir, contained: true });
    const told = (name: string) =>
      found.flatMap((one) => (one.name === name ? [`${one.level}: ${one.message}`] : [])).join("\n");
    for (const [name, text] of Object.entries(says)) expect(told(name)).toMatch(text);
    expect(told("settings")).toMatch(
      /^ok: of ~\/\.codex\/config\.toml acts in runs: model_provider; left out: model, notify$/,
    );
  },
);
