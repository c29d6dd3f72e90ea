import type { FC } from "hono/jsx";
import { matcher } from "../../gates/glob.ts";
import { type ChangedFile, Counts, type DiffStyle, FileDiff } from "./file-diff.tsx";

/** Which of the two looks of a diff an address asks for. */
export const diffStyle = (text: string | undefined): DiffStyle => (text === "split" ? "split" : "unified");

/** All files of a change, and the choice of their look. */
export const ChangedFiles: FC<{
  files: readonly ChangedFile[];
  style: DiffStyle;
  attributes?: string | undefined;
}> = ({ files, style, attributes = "" }) => {
  const isGenerated = generatedBy(attributes);
  return (
    <>
      <DiffHead files={files} style={style} />
      {files.map((file) => (
        <FileDiff file={file} style={style} isGenerated={isGenerated(file.filename)} />
      ))}
    </>
  );
};

/** How much a change is, and the choice of its look. */
export const DiffHead: FC<{ files: readonly ChangedFile[]; style: DiffStyle }> = ({ files, style }) => {
  const sum = (of: "additions" | "deletions"): number => files.reduce((total, file) => total + file[of], 0);
  return (
    <p class="diff-head">
      {files.length} {files.length === 1 ? "file" : "files"}{" "}
      <Counts additions={sum("additions")} deletions={sum("deletions")} />
      {(["unified", "split"] as const).map((name) => (
        <a href={`?diff=${name}`} aria-current={name === style ? "true" : undefined}>
          {name === "split" ? "Split" : "Unified"}
        </a>
      ))}
    </p>
  );
};

/** Which paths a repository's `.gitattributes` calls generated, by the patterns that most are: no macros, one file. */
export const generatedBy = (attributes: string): ((path: string) => boolean) => {
  const patterns = attributes
    .split("\n")
    .map((line) => /^\s*([^\s#]\S*)\s.*?(?:^|\s)linguist-generated(?:=true)?(?:\s|$)/.exec(line)?.[1])
    .filter((pattern) => pattern !== undefined)
    .flatMap((pattern) =>
      pattern.includes("/") ? [pattern.replace(/^\//, "")] : [pattern, `**/${pattern}`],
    );
  return matcher(patterns);
};
