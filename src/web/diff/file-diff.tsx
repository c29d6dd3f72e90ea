import type { Child, FC } from "hono/jsx";
import { generatedByPath } from "../../gates/generated/path.ts";
import { type DiffHunk, type DiffLine, type DiffRow, hunksOf } from "./rows.ts";

/** A file that a commit, a comparison or a pull request changes, as the API lists it. */
export interface ChangedFile {
  readonly filename: string;
  readonly previous_filename?: string | undefined;
  readonly status: string;
  readonly additions: number;
  readonly deletions: number;
  readonly patch?: string | undefined;
  readonly blob_url: string;
}

export type DiffStyle = "unified" | "split";

/** What stands in a diff below a line: threads, for one. */
export type Below = (place: { readonly side: "LEFT" | "RIGHT"; readonly line: number }) => Child;

interface FileDiffProps {
  readonly file: ChangedFile;
  readonly style: DiffStyle;
  readonly below?: Below | undefined;
  /** What is said of the file as a whole. */
  readonly about?: Child;
  /** Whether its repository says that a program wrote it. */
  readonly isGenerated?: boolean;
}

/** Rows of a file that are shown at once; a person reads a longer one in the file itself. */
const mostRows = 4000;

/** One file's changes; one that a program wrote is folded. */
export const FileDiff: FC<FileDiffProps> = ({
  file,
  style,
  below = () => null,
  about,
  isGenerated = false,
}) => {
  const reason = isGenerated ? "marked as generated" : generatedByPath(file.filename);
  const hunks = file.patch === undefined ? [] : hunksOf(file.patch);
  const id = `diff-${anchorOf(file.filename)}`;
  return (
    <details class="file" id={id} open={reason === null}>
      <summary>
        <span class="mono path">
          {file.previous_filename !== undefined && `${file.previous_filename} → `}
          {file.filename}
        </span>
        {file.status !== "modified" && <span class="meta">{file.status}</span>}
        {reason !== null && <span class="meta">{reason}</span>}
        <Counts {...file} />
      </summary>
      <p class="file-link">
        <a href={new URL(file.blob_url).pathname}>The whole file</a>
      </p>
      {about}
      <Changes file={file} hunks={hunks} style={isOneSided(file) ? "unified" : style} below={below} />
    </details>
  );
};

/** Half of the window would be empty beside it. */
const isOneSided = ({ status }: ChangedFile): boolean => status === "added" || status === "removed";

/** An id that an address can name, of a path. */
const anchorOf = (path: string): string => Buffer.from(path).toString("base64url");

/** How many lines came and went. */
export const Counts: FC<{ additions: number; deletions: number }> = ({ additions, deletions }) => (
  <span class="counts">
    <span class="plus">+{additions}</span> <span class="minus">−{deletions}</span>
  </span>
);

const Changes: FC<{ file: ChangedFile; hunks: DiffHunk[] | null; style: DiffStyle; below: Below }> = ({
  file,
  hunks,
  style,
  below,
}) => {
  if (hunks === null) return <pre class="raw">{file.patch}</pre>;
  if (hunks.length === 0) {
    const text =
      file.additions + file.deletions === 0 && file.status === "renamed"
        ? "Moved, not changed."
        : "Nothing to show as text.";
    return <p class="none">{text}</p>;
  }
  if (hunks.reduce((sum, { rows }) => sum + rows.length, 0) > mostRows)
    return <p class="none">Too long to be shown here: see the file, or the change as a .diff.</p>;
  return (
    <section class="scroll" tabindex={0} aria-label={`Lines of ${file.filename}`}>
      <table class={`diff ${style}`}>
        {style === "split" && <SplitColumns />}
        <tbody>
          {hunks.map(({ heading, rows }) => (
            <>
              <tr class="hunk">
                <td colspan={style === "split" ? 4 : 3}>{heading}</td>
              </tr>
              {rows.length > 0 &&
                (style === "split" ? (
                  <Split rows={rows} below={below} />
                ) : (
                  <Unified rows={rows} below={below} />
                ))}
            </>
          ))}
        </tbody>
      </table>
    </section>
  );
};

/** Runs of changed lines: first what went, then what came. */
const Unified: FC<{ rows: readonly DiffRow[]; below: Below }> = ({ rows, below }) => {
  const shown: Child[] = [];
  let come: DiffLine[] = [];
  const flush = (): void => {
    for (const line of come)
      shown.push(
        <Line sign="+" right={line} line={line} />,
        <After side="RIGHT" line={line} below={below} span={3} />,
      );
    come = [];
  };
  for (const { kind, left, right } of rows) {
    if (kind === "same") {
      flush();
      shown.push(
        <Line sign=" " left={left} right={right} line={right} />,
        <After side="RIGHT" line={right} below={below} span={3} />,
      );
      continue;
    }
    if (left)
      shown.push(
        <Line sign="-" left={left} line={left} />,
        <After side="LEFT" line={left} below={below} span={3} />,
      );
    if (right) come.push(right);
  }
  flush();
  return <>{shown}</>;
};

/** Its first row spans all columns, so their widths are said before. */
const SplitColumns: FC = () => (
  <colgroup>
    {[0, 1].map(() => (
      <>
        <col class="line" />
        <col class="code" />
      </>
    ))}
  </colgroup>
);

const names = { "+": "plus", "-": "minus", " ": "same" } as const;

const Line: FC<{ sign: keyof typeof names; left?: DiffLine; right?: DiffLine; line: DiffLine }> = ({
  sign,
  left,
  right,
  line,
}) => (
  <tr class={names[sign]}>
    <td class="line">{left?.number}</td>
    <td class="line">{right?.number}</td>
    <Code line={line} sign={sign} />
  </tr>
);

const Code: FC<{ line: DiffLine | null; sign: keyof typeof names }> = ({ line, sign }) => (
  <td class={`code ${line ? names[sign] : "empty"}`} data-sign={sign}>
    {line?.pieces.map(({ text, isChanged }) => (isChanged ? <mark>{text}</mark> : text))}
    {line?.isCut && <span class="meta"> no line break at the end</span>}
  </td>
);

const Split: FC<{ rows: readonly DiffRow[]; below: Below }> = ({ rows, below }) => (
  <>
    {rows.map(({ kind, left, right }) => (
      <>
        <tr>
          <td class="line">{left?.number}</td>
          <Code line={left} sign={kind === "same" ? " " : "-"} />
          <td class="line">{right?.number}</td>
          <Code line={right} sign={kind === "same" ? " " : "+"} />
        </tr>
        {kind === "changed" && left && <After side="LEFT" line={left} below={below} span={4} />}
        {right && <After side="RIGHT" line={right} below={below} span={4} />}
      </>
    ))}
  </>
);

const After: FC<{ side: "LEFT" | "RIGHT"; line: DiffLine; below: Below; span: number }> = ({
  side,
  line,
  below,
  span,
}) => {
  const shown = below({ side, line: line.number });
  return shown ? (
    <tr class="below">
      <td colspan={span}>{shown}</td>
    </tr>
  ) : null;
};
