/** What puts commands out of effect, narrows what they look at, or has something else run in their place. */
const disabling = [
  /\|\|\s*(?:true|:|exit\b|echo\b)|;\s*(?:true|:)\s*$|^\s*(?:true|:|exit(?:\s+0)?|echo\b[^>|]*)\s*$|\bexit\s+0\b|\bset\s+\+e\b/,
  /--(?:passWithNoTests|pass-with-no-tests|no-verify|collect-only|co\b|ignore(?:-glob)?[\s=]|deselect|exclude\b|skip\b|skip-\w+|no-cov\b|if-present|exit-zero|allow-failure)/,
  /--(?:testNamePattern|testPathPattern\w*|grep|filter|only\w*|match|select)\b|(?:^|\s)-(?:k|run)[\s=]/,
  /-D?skipTests|test\.skip|-x\s+test\b|testFailureIgnore/,
  /\brm\s+-|\bsed\s+-i|\bln\s+-s|\balias\s|\btrap\s|\w+\s*\(\)\s*\{|\beval\s|\/bin\/true|node_modules\/\.bin|\bconfig\s+set\b|script-shell/,
  /\b(?:NODE_OPTIONS|PYTEST_ADDOPTS|GOFLAGS|MAVEN_OPTS|MAKEFLAGS|BASH_ENV|PYTHONPATH|LD_PRELOAD|PATH)\s*[=:]|GITHUB_PATH/,
] as const;

/** How often what is done is put out of effect, by each way of doing so. */
const disabledIn = (texts: readonly string[]): number[] =>
  disabling.map((pattern) => texts.filter((text) => pattern.test(text.slice(0, 2000))).length);

/** What gets things ready, and checks nothing. */
const preparing =
  /^(?:if \[|\}|(?:esac|fi|done|then|else|echo|printf|npm config|dirname|find|cp|mv|lcov|nvm|sphinx-build|mkdocs|(?:sudo\s+)?(?:apt(?:-get)?|brew|choco|pip3?|pipx|poetry install|conda|npm (?:ci|i|install)|pnpm (?:i|install)|yarn install|corepack|rustup|cargo install|go (?:install|mod download|get)|gem install|bundle install|curl|wget|git|mkdir|cd|export|chmod|tar|unzip|cat|ls|which|source|set -|uv (?:pip|sync|venv|python|tool|lock)|python3? -m pip))\b)/;

/** Flags that make a command stricter, so that it does less without them. */
const strict = /^--?(?:strict\S*|Werror|max-warnings\S*|race|fail\S*|cov\S*|check\S*|all\S*|error\S*)$/;

/**
 * Whether commands do less than those in whose place they stand: one of these is gone or has other words, or what is
 * new puts some out of effect. A program before a command that runs it, and flags, make it no weaker.
 */
export const areWeaker = (before: readonly string[], after: readonly string[]): boolean => {
  const [texts, news] = [before.map(withoutExpressions), after.map(withoutExpressions)];
  const old = disabledIn([...texts, ...texts.flatMap(parts)]);
  if (disabledIn([...news, ...news.flatMap(parts)]).some((count, at) => count > (old[at] ?? 0))) return true;
  const runs = news.flatMap(parts).map(wordsOf);
  return texts
    .flatMap(parts)
    .filter((text) => !preparing.test(text))
    .some((text) => !runs.some(endsWith(wordsOf(text))));
};

/** A command without what it is told of its run, or by a variable. */
const withoutExpressions = (text: string): string =>
  text.replace(/\$\{\{[^}]*\}\}/g, "").replace(/\$\([^()]*\)|(?<!\$)\{[\w:./-]*\}/g, "");

/** The commands of a line, one by one. */
const parts = (line: string): string[] =>
  line
    .split(/&&|;|\|\|/)
    .map((part) => part.trim())
    .filter((part) => part !== "");

/** What of a command says what it does: no flags that only say how, and no versions. */
const wordsOf = (command: string): string[] =>
  command
    .replace(runner, "")
    .replace(/^tox run\b/, "tox")
    .split(/[\s"'`\\]+/)
    .filter(
      (word) => /[\w./#]/.test(word) && (!word.startsWith("-") || strict.test(word)) && !/^\w+=/.test(word),
    )
    .map((word) => word.replace(/\d[\d.]*/g, "#"));

/** A program that starts another as it is. */
const runner =
  /^(?:(?:uv|poetry|pipenv|pdm|hatch) run(?:\s+-\S+(?:\s+(?:dev|test|tests|docs|pre-commit|lint|ci)(?=\s))?)*\s+|npx(?:\s+-\S+)*\s+|python3? -m\s+|bundle exec\s+|pnpm exec\s+|xvfb-run\s+|sudo\s+)/;

const endsWith =
  (end: readonly string[]) =>
  (words: readonly string[]): boolean =>
    end.every((word, at) => words[words.length - end.length + at] === word);
