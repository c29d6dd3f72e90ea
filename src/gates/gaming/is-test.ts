import type { Line } from "../changed-lines.ts";

/** Whether a path is a test's by the conventions of common languages. */
export const isTest = (path: string): boolean =>
  /(^|\/)(tests?|__tests__|specs?|testing|t)\//i.test(path) || testNames.some((name) => name.test(path));

const testNames = [
  /[._-](test|tests|spec|specs|e2e|cy)\.[a-z]+$/i,
  /(^|\/)(test|spec)[_-][^/]*\.\w+$/i,
  /(Test|Tests|TestCase|IT|Spec)\.(java|kt|kts|scala|groovy|cs|fs|vb|php|swift|m|cpp|cc)$/,
  /(^|\/)(conftest\.py|testthat\.R)$/,
];

/** Code that begins a test case, in one line, in whatever language has it. */
const testCase =
  /^\s*(?:(?:it|test|specify|scenario|Deno\.test)(?:\.(?:each|only|concurrent|failing|prop))*\s*[(`"' ]\s*["'`([{$\w]|(?:async\s+)?def\s+test_?\w*|func\s+(?:Test|Benchmark|Fuzz|Example)\w*\s*\(|func\s+(?:\([^)]*\)\s*)?test\w*\s*\(|#\[(?:\w+::)*(?:test|rstest)\b|@(?:Test|ParameterizedTest|RepeatedTest|Property|test)\b|\[(?:Fact|Theory|Test|TestCase|TestMethod|DataTestMethod)\b|(?:public\s+)?function\s+test\w*\s*\(|TEST(?:_F|_P|_CASE)?\s*\(|test_that\s*\()/;

/** Whether a line begins a test case. */
export const isCase = ({ text }: Line): boolean => testCase.test(text.slice(0, 500));
