import type { Line } from "../changed-lines.ts";
import { areWeaker } from "./commands.ts";
import { by, type ToolFile } from "./tool-file.ts";

const tests = "edits how tests are found and run";
const hooks = "adds what decides which tests run, or how they end";

/** Recipes of a runner of tasks: what stands in a list, or below a name. */
const recipesIn = (lines: readonly Line[]): string[] =>
  lines.flatMap(({ text }) => {
    const recipe = text.trim().replace(/^- (?:cmd:\s*)?|^@/, "");
    return /^(?:#|$)|^[\w-]+:\s*$/.test(recipe) ? [] : [recipe];
  });

/** Files of builds that say which tests there are, each with what takes some of them away. */
export const buildFiles: readonly ToolFile[] = [
  {
    path: /(^|\/)mix\.exs$/,
    lines: /^\s*"?(?:test|check|ci|lint|credo)[\w.]*"?:\s|\btest_(?:paths|pattern|ignore_filters|coverage)\b/,
    what: tests,
  },
  {
    path: /(^|\/)build\.sbt$|\.sbt$/,
    lines:
      /\bTest\s*\/\s*(?:skip|test|sources|unmanagedSources|definedTests)|testOptions|Tests\.(?:Filter|Exclude)/,
    what: tests,
  },
  {
    path: /(^|\/)Package\.swift$/,
    lines: /\.testTarget\s*\(|\bexclude:/,
    what: tests,
    isWeaker: by(/\bexclude:/, /\.testTarget\s*\(/),
  },
  {
    path: /\.cabal$|(^|\/)package\.ya?ml$/,
    lines: /buildable:\s*(?:False|false)|test-suite/,
    what: tests,
    isWeaker: by(/buildable:/, /test-suite/),
  },
  {
    path: /(^|\/)CMakeLists\.txt$|\.cmake$/,
    lines:
      /add_test\s*\(|enable_testing|discover_tests|WILL_FAIL|DISABLED|include\s*\(\s*CTest|CUSTOM_TESTS_IGNORE|PASS_REGULAR/i,
    what: tests,
    isWeaker: by(
      /WILL_FAIL|DISABLED|CUSTOM_TESTS_IGNORE|PASS_REGULAR/,
      /add_test\s*\(|enable_testing|discover_tests|include\s*\(\s*CTest/i,
    ),
  },
  {
    path: /(^|\/)meson\.build$/,
    lines: /^\s*test\s*\(|should_fail/,
    what: tests,
    isWeaker: by(/should_fail/, /^\s*test\s*\(/),
  },
  {
    path: /\.(?:cs|fs|vb)proj$|(^|\/)Directory\.Build\.(?:props|targets)$/,
    lines: /IsTestProject|SkipTest|VSTest|TreatWarningsAsErrors|Microsoft\.NET\.Test\.Sdk/,
    what: tests,
    isWeaker: by(
      /IsTestProject>\s*false|SkipTest|VSTest|TreatWarningsAsErrors>\s*false/i,
      /TreatWarningsAsErrors>\s*true|Microsoft\.NET\.Test\.Sdk/,
    ),
  },
  {
    path: /(^|\/)BUILD(\.bazel)?$/,
    lines: /\w+_test\s*\(|"manual"|\bflaky\s*=/,
    what: tests,
    isWeaker: by(/"manual"|\bflaky\s*=/, /\w+_test\s*\(/),
  },
  {
    path: /(^|\/)Rakefile$|\.rake$/,
    lines: /\.clear\b|TestTask|RSpec::Core::RakeTask|\bpattern\s*=|test_files/,
    what: tests,
  },
  {
    path: /(^|\/)(?:\.?justfile|Taskfile\.ya?ml)$/i,
    what: tests,
    isWeaker: ({ added, deleted }) => areWeaker(recipesIn(deleted), recipesIn(added)),
  },
  {
    path: /(^|\/)(?:turbo|nx|project)\.json$/,
    lines: /"(?:test|lint|check|typecheck)[\w:-]*"|nx:noop/,
    what: tests,
    isWeaker: by(/nx:noop|:\s*"true"/, /"(?:test|lint|check|typecheck)[\w:-]*"\s*:/),
  },
  {
    path: /(^|\/)(?:spec_helper|rails_helper|test_helper)\.(?:rb|exs)$/,
    lines:
      /filter_run|exclusion_filter|exclude_pattern|\.pattern\s*=|exclude:|only:|at_exit|exit!|\{\s*skip\b|minimum_coverage/,
    what: hooks,
  },
  {
    path: /(^|\/)pubspec(?:_overrides)?\.yaml$/,
    lines: /^dependency_overrides:/,
    what: "has a package replaced by a folder",
  },
];
