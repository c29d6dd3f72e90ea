import { extensionOf } from "./coverage/languages.ts";

/**
 * Whether a name is that of source code or text, so that a single NUL in it, which has git take the file for binary,
 * hides nothing from a gate.
 */
export const isTextName = (path: string): boolean => texts.has(extensionOf(path)) || names.test(path);

const names =
  /(^|\/)((Docker|Container|Make|Jenkins|Rake|Gem|Pod|Proc|Brew|Vagrant|Cap|Guard|Fast|Tilt|just)file([._-][\w.-]+)?|\.env([._-][\w.-]+)?|\.(npm|yarn|pyp|net|pg|my|bash|zsh|vim|ack|curl|wget|pylint|eslint|prettier|babel|stylelint|nyc|c8|mocha)rc|\.(gitattributes|gitignore|gitmodules|gitconfig|dockerignore|npmignore|editorconfig|flake8|coveragerc|pgpass|htpasswd|git-credentials|dockercfg|profile|bash_profile)|id_(rsa|dsa|ecdsa|ed25519)|credentials|(go|Cargo|Gemfile|mix|pubspec|Podfile|yarn|poetry|composer)\.(sum|lock)|LICENSE|NOTICE|README|CODEOWNERS|BUILD|WORKSPACE|gradlew|mvnw|configure)$/;

const texts: ReadonlySet<string> = new Set(
  [
    "ada adb ads adoc ahk as asc asciidoc asm asp aspx astro awk bash bat bats bazel bicep blade bzl c cc cfg cjs clj",
    "cljc cljs cls cmake cmd coffee command conf config cpp cr crt cs cshtml csproj css csv cts cu cue cxx d dart",
    "dhall diff dockerfile dtd ejs el elm ember env erb erl ex exs f f90 fish fs fsproj fsx gd gemspec glsl go gql",
    "gradle graphql groovy gyp h haml handlebars hbs hcl heex hh hjson hlsl hpp hrl hs htm html hxx in inc ini ipynb",
    "ipp java jl js jse json json5 jsonc jsonl jsp jsx key ks kt kts latex leex less lhs libsonnet liquid lisp log lua",
    "m m4 mak markdown md mdx mjs mk ml mli mm mod mts mustache ndjson nim nims nix nomad nu opml org ovpn pas patch",
    "pbtxt pem php phtml pl plist pm po pod postcss pp prisma pro profile properties proto ps1 psd1 psm1 pub pug py",
    "pyi pyw pyx r raku rake razor rb re rego res rhtml rkt rs rst ru s sass sbt scala scm scss sh slim sln snap sol",
    "sql srt ss st styl sty sum svelte svg swift tcl template tera tex tf tfvars thrift tml toml tpl ts tsv tsx",
    "twig txt v vb vba vbproj vbs vcl vhd vhdl vim vtt vue wat wsgi xaml xhtml xlf xml xsd xsl xslt yaml yml zig zsh",
  ]
    .join(" ")
    .split(" "),
);
