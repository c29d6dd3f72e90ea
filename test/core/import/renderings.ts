/** Something to do, as random sources have it. */
export interface Piece {
  readonly title: string;
  readonly done: boolean;
  readonly details: readonly string[];
}

export interface Part {
  readonly title: string;
  readonly pieces: readonly Piece[];
}

/** A way of writing parts down; those that know no parts, or no details, say so. */
export interface Rendering {
  readonly format: string;
  readonly render: (all: readonly Part[]) => string;
  /** Whether all is one body there. */
  readonly isFlat?: true;
}

const mark = ({ done }: Piece) => (done ? "x" : " ");
const below = ({ details }: Piece, indent: string) => details.map((detail) => `${indent}- ${detail}`);
const box = (piece: Piece, name = "") => [`- [${mark(piece)}] ${name}${piece.title}`, ...below(piece, "  ")];
const sections = <Each extends Part>(
  all: readonly Each[],
  lines: (part: Each, at: number) => readonly string[],
): string => all.map((part, at) => `## ${lines(part, at).join("\n")}`).join("\n\n");

/** Each piece with its number, from 1: that of the mark in its title. */
const numbered = (all: readonly Part[]) =>
  all.map(({ title, pieces }) => ({
    title,
    pieces: pieces.map((piece) => ({ ...piece, at: Number(/w(\d+)w/.exec(piece.title)?.[1]) + 1 })),
  }));

const rows = <Row>(all: readonly Part[], row: (piece: Piece & { at: number }, part: Part) => Row): Row[] =>
  numbered(all).flatMap((part) => part.pieces.map((piece) => row(piece, part)));

const csv = (head: string, lines: readonly (readonly string[])[], by = ",") =>
  `${head}\n${lines.map((cells) => cells.map((cell) => `"${cell}"`).join(by)).join("\n")}\n`;

const json = (value: unknown) => JSON.stringify(value, null, 1);
const textOf = ({ details }: Piece) => details.join("\n");
const three = (at: number) => String(at).padStart(3, "0");

/** By file. */
export const renderings: Readonly<Record<string, Rendering>> = {
  "boxes.md": {
    format: "Markdown",
    render: (all) =>
      `# Doc\n\n${sections(all, ({ title, pieces }) => [title, "", ...pieces.flatMap((piece) => box(piece))])}\n`,
  },
  "bold.md": {
    format: "Markdown",
    render: (all) =>
      `# Doc\n\n${all.map(({ title, pieces }) => [`**${title}**`, "", ...pieces.flatMap((piece) => box(piece))].join("\n")).join("\n\n")}\n`,
  },
  "table.md": {
    format: "Markdown",
    render: (all) =>
      `# Doc\n\n${sections(all, ({ title, pieces }) => [
        ...[title, "", "| # | Task | State |", "|--|--|--|"],
        ...pieces.map((piece, at) => `| ${at + 1}. | ${piece.title} | ${piece.done ? "✅" : "⏳"} |`),
      ])}\n`,
  },
  "tasks.md": {
    format: "spec-kit tasks",
    render: (all) =>
      `# Tasks\n\n${sections(numbered(all), ({ title, pieces }, at) => [
        ...[`Phase ${at + 1}: ${title}`, ""],
        ...pieces.flatMap((piece) => box(piece, `T${three(piece.at)} [P] `)),
      ])}\n\n- [ ] T999 w999w\n`,
  },
  "changes.md": {
    format: "OpenSpec tasks",
    render: (all) =>
      sections(all, ({ title, pieces }, part) => [
        ...[`${part + 1}. ${title}`, ""],
        ...pieces.flatMap((piece, at) => box(piece, `${part + 1}.${at + 1} `)),
      ]),
  },
  "kiro.md": {
    format: "Kiro tasks",
    render: (all) =>
      `# Plan\n\n${all
        .map(({ title, pieces }, part) =>
          [
            `- [ ] ${part + 1}. ${title}`,
            ...pieces.flatMap((piece, at) => [
              `  - [${mark(piece)}] ${part + 1}.${at + 1} ${piece.title}`,
              ...below(piece, "    "),
            ]),
          ].join("\n"),
        )
        .join("\n\n")}\n`,
  },
  "conductor.md": {
    format: "conductor plan",
    render: (all) =>
      `# Plan\n\n${sections(all, ({ title, pieces }, at) => [
        ...[`Phase ${at + 1}: ${title} [checkpoint: ab12cd${at}]`, ""],
        ...pieces.flatMap((piece) => box(piece, "Task: ")),
      ])}\n`,
  },
  "epic.md": {
    format: "ccpm epic",
    isFlat: true,
    render: (all) =>
      `---\nname: doc\nstatus: backlog\nprogress: 0%\nprd: x\n---\n\n# Epic: doc\n\n## Tasks Created\n${rows(all, (piece) => `- [${mark(piece)}] ${three(piece.at)}.md - ${piece.title} (parallel: true)`).join("\n")}\n`,
  },
  "plan.org": {
    format: "Org file",
    render: (all) =>
      `#+TITLE: Doc\n${all.map(({ title, pieces }) => [`* ${title}`, ...pieces.flatMap((piece) => [`** ${piece.done ? "DONE" : "TODO"} ${piece.title}`, ...piece.details.map((detail) => `   ${detail}`)])].join("\n")).join("\n")}\n`,
  },
  "page.txt": {
    format: "Jira markup",
    render: (all) =>
      `h1. Doc\n\n${all.map(({ title, pieces }) => [`h2. ${title}`, ...pieces.filter(({ done }) => !done).flatMap((piece) => [`* ${piece.title}`, ...piece.details.map((detail) => `** ${detail}`)])].join("\n")).join("\n\n")}\n`,
  },
  "page.html": {
    format: "HTML",
    render: (all) =>
      `<h1>Doc</h1>${all.map(({ title, pieces }) => `<h2>${title}</h2>\n<ul>${pieces.map((piece) => `<li><input type="checkbox"${piece.done ? " checked" : ""}>${piece.title}</li>`).join("")}</ul>`).join("\n")}`,
  },
  "list.json": {
    format: "JSON list",
    render: (all) =>
      json(
        rows(all, (piece, { title }) => ({
          ...{ title: piece.title, project: title, description: textOf(piece) },
          status: piece.done ? "done" : "open",
        })),
      ),
  },
  "tasks.json": {
    format: "Task Master tasks",
    render: (all) =>
      json(
        Object.fromEntries(
          numbered(all).map(({ title, pieces }) => [
            title,
            {
              tasks: pieces.map((piece) => ({
                ...{ id: piece.at, title: piece.title, description: textOf(piece), dependencies: [] },
                status: piece.done ? "done" : "pending",
              })),
            },
          ]),
        ),
      ),
  },
  "prd.json": {
    format: "Ralph stories",
    isFlat: true,
    render: (all) =>
      json({
        project: "Doc",
        userStories: rows(all, (piece) => ({
          ...{ id: `US-${three(piece.at)}`, title: piece.title, acceptanceCriteria: piece.details },
          ...{ priority: piece.at, passes: piece.done },
        })),
      }),
  },
  "board.json": {
    format: "Trello board",
    render: (all) =>
      json({
        name: "Doc",
        lists: all.map(({ title }, at) => ({ id: `l${at}`, name: title, closed: false })),
        cards: all.flatMap(({ pieces }, list) =>
          pieces.map((piece, at) => ({
            ...{ id: `c${list}-${at}`, name: piece.title, desc: textOf(piece), idList: `l${list}` },
            ...{ closed: false, dueComplete: piece.done, pos: at },
          })),
        ),
      }),
  },
  "issues.json": {
    format: "GitHub issues",
    render: (all) =>
      json(
        rows(all, (piece, { title }) => ({
          ...{ number: piece.at, title: piece.title, body: textOf(piece), milestone: { title } },
          state: piece.done ? "CLOSED" : "OPEN",
          stateReason: piece.done ? "COMPLETED" : "",
        })),
      ),
  },
  "beads.jsonl": {
    format: "beads issues",
    render: (all) =>
      numbered(all)
        .flatMap(({ title, pieces }, part) => [
          { id: `b-${part}`, title, status: "open", issue_type: "epic" },
          ...pieces.map((piece) => ({
            ...{ id: `b-${part}.${piece.at}`, title: piece.title, description: textOf(piece) },
            ...{ status: piece.done ? "closed" : "open", issue_type: "task" },
            dependencies: [
              { issue_id: `b-${part}.${piece.at}`, depends_on_id: `b-${part}`, type: "parent-child" },
            ],
          })),
        ])
        .map((issue) => JSON.stringify(issue))
        .join("\n"),
  },
  "todo.txt": {
    format: "todo.txt",
    render: (all) =>
      rows(all, (piece, { title }) =>
        [
          piece.done ? "x 2026-02-02 2026-01-01" : "2026-01-01",
          ...[piece.title, `+${title.replaceAll(" ", "-")}`, "@desk", "due:2026-03-03"],
        ].join(" "),
      ).join("\n"),
  },
  "jira.csv": {
    format: "Jira export",
    render: (all) =>
      csv(
        "Summary,Issue key,Issue Type,Status,Component/s,Description",
        rows(all, (piece, { title }) => [
          ...[piece.title, `DOC-${piece.at}`, "Task", piece.done ? "Done" : "To Do", title, textOf(piece)],
        ]),
      ),
  },
  "linear.csv": {
    format: "Linear export",
    render: (all) =>
      csv(
        "ID,Team,Title,Description,Status,Project",
        rows(all, (piece, { title }) => [
          ...[`ENG-${piece.at}`, "T", piece.title, textOf(piece), piece.done ? "Done" : "Todo", title],
        ]),
      ),
  },
  "view.tsv": {
    format: "GitHub project",
    render: (all) =>
      csv(
        "Title\tURL\tStatus\tMilestone",
        rows(all, (piece, { title }) => [
          ...[piece.title, `https://github.com/o/r/issues/${piece.at}`, piece.done ? "Done" : "Todo", title],
        ]),
        "\t",
      ),
  },
  "asana.csv": {
    format: "Asana export",
    render: (all) =>
      csv(
        "Task ID,Created At,Completed At,Name,Section/Column,Notes",
        rows(all, (piece, { title }) => [
          ...[String(piece.at), "2026-01-01", piece.done ? "2026-02-01" : "", piece.title, title],
          textOf(piece),
        ]),
      ),
  },
  "sheet.csv": {
    format: "table",
    render: (all) =>
      csv(
        "Nr;Task;Status;Area",
        rows(all, (piece, { title }) => [
          ...[`A-${piece.at}`, piece.title, piece.done ? "done" : "open", title],
        ]),
        ";",
      ),
  },
};
