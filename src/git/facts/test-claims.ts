import type { ChangedLines } from "../../gates/changed-lines.ts";
import { extensionOf } from "../../gates/coverage/languages.ts";
import { isTest } from "../../gates/gaming/is-test.ts";
import type { End, FileChange } from "../../gates/gate.ts";
import type { Git } from "../git.ts";

/** Files that are parsed of one change, and bytes of one: of more, the changed lines alone are read. */
const most = { files: 40, bytes: 512 * 1024 };

const parsed: ReadonlySet<string> = new Set("js jsx mjs cjs ts tsx mts cts".split(" "));

/** The changed lines, those of tests in JavaScript and TypeScript with what a parser says that these claim before and after. */
export const withTestClaims = async (
  git: Git,
  changed: readonly ChangedLines[],
  files: readonly FileChange[],
): Promise<readonly ChangedLines[]> => {
  const isParsed = ({ path, status }: ChangedLines): boolean =>
    status === "changed" && isTest(path) && parsed.has(extensionOf(path));
  const tests = changed.filter(isParsed);
  if (tests.length === 0 || tests.length > most.files) return changed;
  // The parser takes long to load.
  const { testClaimsIn } = await import("../../gates/gaming/script/claims.ts");
  const claimsAt = async (path: string, end: End | null | undefined) => {
    const blob = end ? await git.objects.look(end.blob) : null;
    if (!blob || blob.size > most.bytes) return null;
    const object = await git.objects.read(blob.sha);
    return object && testClaimsIn(path, object.content.toString());
  };
  const ends = new Map(files.map((file) => [file.path, file]));
  return await Promise.all(
    changed.map(async (file) => {
      if (!isParsed(file)) return file;
      const { before, after } = ends.get(file.path) ?? {};
      const [old, young] = [await claimsAt(file.from ?? file.path, before), await claimsAt(file.path, after)];
      return old && young ? { ...file, claims: { before: old, after: young } } : file;
    }),
  );
};
