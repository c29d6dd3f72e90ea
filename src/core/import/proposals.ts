import { z } from "zod";

/** Files at the top of a repository that tell how it is tested. */
export const telling = [
  ...["package.json", "package-lock.json", "pnpm-lock.yaml", "yarn.lock", "bun.lock"],
  ...["Makefile", "go.mod", "pyproject.toml", "Cargo.toml"],
] as const;

export type TellingFiles = Partial<Record<(typeof telling)[number], string>>;

/** Commands that a plan may set up and verify by. */
interface Proposed {
  readonly setup: readonly string[];
  readonly verify: readonly string[];
}

/** What a repository's own files say that it is tested by: of all kinds the first that has something. */
export const proposalsOf = (files: TellingFiles): Proposed => {
  const found = [ofPackage, ofMakefile, ofGo, ofPython, ofCargo].map((kind) => kind(files));
  const setup = found.find((one) => one.setup.length > 0)?.setup ?? [];
  const verify = found.find((one) => one.verify.length > 0)?.verify ?? [];
  return { setup, verify };
};

const packageSchema = z.object({ scripts: z.record(z.string(), z.string()).default({}) });

const ofPackage = (files: TellingFiles): Proposed => {
  const text = files["package.json"];
  if (text === undefined) return nothing;
  const { scripts } = packageSchema.safeParse(jsonIn(text)).data ?? { scripts: {} };
  const [runner, setup] = managerOf(files);
  const wanted = ["lint", "typecheck", "type-check", "types", "test"].filter((name) =>
    isScript(scripts[name]),
  );
  return {
    setup,
    verify: wanted.map((name) => (name === "test" ? `${runner} test` : `${runner} run ${name}`)),
  };
};

/** What `npm init` writes is no test. */
const isScript = (script: string | undefined): boolean =>
  script !== undefined && !/no test specified/.test(script);

const managerOf = (files: TellingFiles): readonly [runner: string, setup: readonly string[]] => {
  if (files["pnpm-lock.yaml"] !== undefined) return ["pnpm", ["pnpm install --frozen-lockfile"]];
  if (files["yarn.lock"] !== undefined) return ["yarn", ["yarn install --frozen-lockfile"]];
  if (files["bun.lock"] !== undefined) return ["bun", ["bun install --frozen-lockfile"]];
  return ["npm", files["package-lock.json"] === undefined ? [] : ["npm ci"]];
};

const ofMakefile = ({ Makefile = "" }: TellingFiles): Proposed => {
  const targets = ["lint", "check", "test"].filter((name) =>
    new RegExp(`^${name}\\s*:(?!=)`, "m").test(Makefile),
  );
  return { setup: [], verify: targets.map((name) => `make ${name}`) };
};

const ofGo = (files: TellingFiles): Proposed =>
  files["go.mod"] === undefined ? nothing : { setup: [], verify: ["go vet ./...", "go test ./..."] };

const ofPython = (files: TellingFiles): Proposed =>
  /pytest/.test(files["pyproject.toml"] ?? "") ? { setup: [], verify: ["python -m pytest"] } : nothing;

const ofCargo = (files: TellingFiles): Proposed =>
  files["Cargo.toml"] === undefined ? nothing : { setup: [], verify: ["cargo test"] };

const nothing: Proposed = { setup: [], verify: [] };

const jsonIn = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};
