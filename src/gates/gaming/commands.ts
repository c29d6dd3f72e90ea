/** What puts commands out of effect, narrows what they look at, or has something else run in their place. */
const disabling = [
  /^(?!\s*(?:\[|test\s|command\s|which\s|type\s|hash\s|if\s)).*\|\|(?!.*\b(?:false|(?:exit|return)\s+[1-9]))|;\s*(?:true|:)\s*$|^\s*(?:true|:|exit(?:\s+0)?|echo\b[^>|]*)\s*$|\bexit\s+0\b|\bset\s+\+(?:e\b|o\s+errexit)/,
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
  /^(?:if \[|\}|(?:esac|fi|done|then|else|echo|printf|npm config|dirname|find|cp|mv|lcov|nvm|sphinx-build|mkdocs|(?:sudo\s+)?(?:apt(?:-get)?|brew|choco|pip3?|pipx|poetry install|conda|npm (?:ci|i|install)|pnpm (?:i|install)|yarn install|corepack|rustup|cargo install|go (?:install|mod download|get)|gem install|bundle install|curl|wget|git|mkdir|cd|export|chmod|tar|unzip|cat|ls|which|source|set -|uv (?:pip|sync|venv|python|tool|lock)|python3? -m pip|composer (?:config|install|update|require|global|self-update)|bundle config|dotnet (?:restore|tool)|apk add|dnf|yum|pacman|winget))\b)|^[\w./-]+ (?:--version|-[vV])$|[^&]&$/;

/** Flags that make a command stricter, so that it does less without them. */
const strict =
  /^--?(?:strict\S*|Werror|max-warnings\S*|race|fail\S*|cov\S*|check\S*|all\S*|error\S*|workspace)$/;

/** Flags by which a program runs nothing or less, passes over what fails, or goes by other settings. */
const lessening =
  /^--?(?:dry-?run|just-print|no-?(?:run|tests?|exec\w*|build)|list\S*|help|usage|version|setup-(?:only|plan)|fixtures\S*|markers|co|collect\S*|changed\S*|only\S*|last-?(?:failed|[cC]ommit)\S*|lf|stepwise\S*|sw|find\S*|shard\S*|partition\S*|no-(?:eslintrc|config\S*|inline-config)|continue|keep-going|question|touch|short|exec\S*|vet=off|lib|bins?|docs?|examples?|tests?=\S*|(?:rootdir|root|roots|config|rcfile|file|makefile|project|projects|suite|testsuite|group|tags?|name|pattern|grep|filter|match|select|include|exclude|skip|ignore)=\S*|dangerously\S*|bail\S*|maxfail\S*|fail-never|quiet-errors|D\S*(?:[tT]est|skip|IT|fail)\S*)$/;

/** The same by one letter, which means another thing in each program. */
const letters: readonly (readonly [program: RegExp, flag: RegExp])[] = [
  [/^(?:g?make|ninja)$/, /^-[a-zA-Z]*[nqtik]/],
  [/^tox$/, /^-[nla]$/],
  [/^ctest$/, /^-N$/],
  [/^(?:\.\/)?gradlew?$/, /^-[mx]$/],
  [/^go$/, /^-[cn]$/],
  [/^dotnet$/, /^-t$/],
  [/^(?:jest|npm|yarn|pnpm)$/, /^-[oht]$/],
  [/^(?:ba|z|da)?sh$/, /^-n$/],
  [/^(?:\.\/)?mvnw?$/, /^-(?:N|fn)$/],
  [/^(?:pytest|py\.test)$/, /^-[xkmcph]$/],
];

const isLessening = (word: string, words: readonly string[]): boolean =>
  lessening.test(word) ||
  letters.some(([program, flag]) => flag.test(word) && words.some((other) => program.test(other)));

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
    .some((text) => {
      const words = wordsOf(text);
      // What ran less before may run more now.
      const bare = wordsOf(withoutDefaults(text)).filter((word) => !isLessening(word, words));
      return ![words, bare].some((one) => runs.some(runsAll(one)));
    });
};

/** A command without what it is told of its run, or by a variable. */
const withoutExpressions = (text: string): string =>
  text.replace(/\$\{\{[^}]*\}\}/g, "").replace(/\$\([^()]*\)|(?<!\$)\{(?!posargs:)[\w:./-]*\}/g, "");

/** A command of tox without what it is given when nobody gives it anything. */
const withoutDefaults = (text: string): string => text.replace(/\{posargs:[^{}]*\}/g, "");

/** The commands of a line, one by one. */
const parts = (line: string): string[] =>
  line
    .split(/&&|;|\|\|/)
    .map((part) => part.trim())
    .filter((part) => part !== "");

/** What of a command says what it does: no flags that only say how, and no versions. */
const wordsOf = (command: string): string[] => {
  const words = command
    .replace(/\{posargs:([^{}]*)\}/g, "$1")
    .replace(runner, "")
    .replace(/^tox run\b/, "tox")
    .split(/[\s"'`\\]+/);
  const says = (word: string): boolean =>
    !word.startsWith("-") || strict.test(word) || isLessening(word, words);
  return words
    .filter((word) => /[\w./#]|^[!&:]$/.test(word) && says(word) && !/^\w+=/.test(word))
    .map((word) => word.replace(/\d[\d.]*/g, "#"));
};

/** A program that starts another as it is. */
const runner =
  /^(?:(?:uv|poetry|pipenv|pdm|hatch) run(?:\s+-\S+(?:\s+(?:dev|test|tests|docs|pre-commit|lint|ci)(?=\s))?)*\s+|npx(?:\s+-\S+)*\s+|python3? -m\s+|bundle exec\s+|pnpm exec\s+|xvfb-run\s+|sudo\s+)/;

/** Programs and words of the shell that do not run what they are given, or turn how it ends around. */
const notRunning =
  /^(?:!|:|if|elif|while|until|true|false|echo|printf|test|\[|which|type|command|man|cat|sleep|ls|touch|git|grep|head|tail|wc|stat|file|basename|dirname|expr|export|alias|unset|mkdir|rm|cp|mv|cd|coproc|xargs)$/;

/** Whether words are a command, alone or behind a program that runs it. */
const runsAll =
  (command: readonly string[]) =>
  (words: readonly string[]): boolean => {
    const before = words.length - command.length;
    return (
      command.every((word, at) => words[before + at] === word) &&
      (before === 0 || !notRunning.test(words[0] ?? ""))
    );
  };
