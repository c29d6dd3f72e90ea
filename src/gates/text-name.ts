import { extensionOf } from "./coverage/languages.ts";

/**
 * Whether a name is that of source code or text, so that a single NUL in it, which has git take the file for binary,
 * hides nothing from a gate.
 */
export const isTextName = (path: string): boolean =>
  texts.has(extensionOf(path)) ||
  /(^|\/)(Dockerfile|Makefile|Jenkinsfile|Rakefile|Gemfile|\.env)$/.test(path);

const texts: ReadonlySet<string> = new Set(
  [
    "astro bash bat c cc cfg clj cljs cmake cmd coffee conf cpp cs css cts cxx dart elm env erl ex exs fs fsx gd go",
    "gradle graphql groovy h hcl hh hpp hrl hs html ini java jl js json jsonc jsx kt kts less lisp lua m md mdx mjs",
    "mk ml mli mm mts nim nix pas php pl pm prisma properties proto ps1 py pyi r rb rs rst sass scala scm scss sh sol",
    "sql svelte swift tcl tex tf toml ts tsx txt vb vue xml yaml yml zig zsh",
  ]
    .join(" ")
    .split(" "),
);
