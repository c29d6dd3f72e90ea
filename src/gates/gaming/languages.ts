import { type Family, familyOf } from "../coverage/languages.ts";

/** What tests of a language say in words that another one has other uses for. */
interface TestWords {
  /** What keeps a test from running, or all the others. */
  readonly skips?: RegExp;
  /** What ends all tests at once. */
  readonly ends?: RegExp;
  /** What a test claims. */
  readonly claims?: RegExp;
}

const words: Partial<Record<Family, TestWords>> = {
  javascript: {
    skips: /\.(?:skipIf|runIf)\s*\(/,
    ends: /\b(?:Bun|Deno|process)\.exit\b|\bprocess\.(?:abort|kill)\b/,
  },
  python: {
    skips: /\bpytestmark\s*=.*\bskip|\bSkipTest\b|\.skipTest\s*\(|\bdef\s+load_tests\b|__test__\s*=\s*False/,
    ends: /\braise\s+SystemExit\b|\bos\.kill\s*\(|^\s*(?:quit|exit)\s*\(/,
  },
  go: {
    skips: /^\/\/(?:go:build|\s*\+build)\s+(?:ignore|never|none)\b/,
    ends: /\bsyscall\.Exit\s*\(|\bruntime\.Goexit\s*\(/,
  },
  rust: { skips: /#!?\[\s*cfg\s*\(\s*(?:any\(\)|not\(\s*test\s*\))/, ends: /\blibc::_?exit\s*\(/ },
  swift: { skips: /\bXCTSkip\w*|\.disabled\s*\(/, claims: /\bXCTAssert\w*\s*\(|#(?:expect|require)\s*\(/g },
  php: {
    skips: /\bmarkTestIncomplete\b|->(?:skip|only)\s*\(|#\[(?:Skip|Group\('skip)/,
    ends: /^\s*(?:exit|die)\s*(?:\(\s*\d*\s*\))?\s*;/,
  },
  ruby: {
    skips:
      /^\s*(?:skip|pending)\b|^\s*x(?:it|describe|context|specify|example)\b|\bf(?:it|describe|context)\b\s*["']|,\s*(?:skip|pending|focus):\s*true/,
    ends: /^\s*(?:exit|exit!|abort)(?:\s|$)|\bexit!\s*\(|\bat_exit\b|\bKernel\.exit/,
    claims: /^\s*(?:assert|refute)\w*\s+|\.(?:must|wont)_\w+/g,
  },
  elixir: {
    skips: /@(?:module|describe)?tag\s+:?skip\b/,
    ends: /\bSystem\.(?:halt|stop)\b|:init\.stop/,
    claims: /^\s*refute\w*\s+/g,
  },
  erlang: { claims: /\?assert\w*\s*\(/g },
  dart: { skips: /\bskip:\s*(?:true|['"])|@Skip\b|\bsolo:\s*true/ },
  r: { skips: /^\s*(?:testthat::)?skip(?:_if|_on|_unless)?\w*\s*\(/, ends: /^\s*(?:quit|q)\s*\(/ },
  haskell: {
    skips: /\bpending(?:With)?\b|^\s*x(?:it|describe)\b/,
    claims: /\bshould(?:Be|Satisfy|Return|Throw|Contain|NotBe)\b|@\?=|@=\?/g,
  },
  ocaml: { claims: /\bAlcotest\.\(?check\b|\bassert_equal\b/g },
  perl: {
    skips: /\bskip_all\b|^\s*(?:skip|todo_skip)\b/,
    ends: /^\s*(?:exit|POSIX::_exit)\b/,
    claims: /^\s*(?:is|isnt|is_deeply|ok|like|unlike|cmp_ok|isa_ok|can_ok|throws_ok|lives_ok|pass)\s*\(/g,
  },
  lua: { skips: /^\s*pending\s*\(/, ends: /\bos\.exit\s*\(/ },
  julia: { skips: /@test_(?:skip|broken)\b/, claims: /@test(?:_throws|_logs|_warn)?\s/g },
  jvm: {
    skips:
      /\bignore\s+should\b|\bassume(?:True|False|That)?\s*\(\s*(?:false|true)\s*\)|\bcancel\s*\(|\.config\s*\(\s*enabled\s*=\s*false/,
    claims: /\bshould(?:Be|NotBe|Equal|Throw)\b|\bshould\s+(?:be|equal|not|===)|^\s*\((?:is|are)\s+\(/g,
  },
  dotnet: {
    skips: /\bAssert\.(?:Ignore|Inconclusive|Skip\w*|Pass)\s*\(|\[Explicit\b/,
    claims: /\bAssert\.\w+\s*[(<]|\.Should\(\)\./g,
  },
  c: {
    skips: /\bDISABLED_\w+|^\s*(?:SKIP|CATCH_SKIP)\s*\(|\bdoctest::skip\b/,
    claims: /\b(?:REQUIRE|CHECK)(?:_\w+)?\s*\(/g,
  },
};

/** What tests in a file's language say. */
export const testWordsOf = (path: string): TestWords => {
  const family = familyOf(path);
  return (family && words[family]) ?? {};
};
