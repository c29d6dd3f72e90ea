import type { Command } from "commander";

/**
 * The manual page, milepost(1), of the same table as `--help`, as man(7) writes it.
 *
 * @param date in ISO 8601.
 */
export const manPage = (program: Command, { version, date }: { version: string; date: string }): string =>
  [
    `.TH MILEPOST 1 "${date}" "milepost ${version}" "User Commands"`,
    ".SH NAME",
    `milepost \\- ${plain(firstSmall(program.description()))}`,
    ".SH SYNOPSIS",
    ".B milepost",
    ".I command",
    "[options]",
    ".SH DESCRIPTION",
    plain(program.description()),
    ".SH COMMANDS",
    ...visible(program).flatMap(commandLines),
    ".SH EXIT STATUS",
    ...term("0", "It is done; of run, the milestone is closed."),
    ...term("1", "An error, which says the next step; of gate, a gate that does not pass."),
    ...term("2", "Of run and doctor: it waits for a person."),
    ...term("130", "Interrupted; the same command goes on."),
    "",
  ].join("\n");

const visible = (program: Command): Command[] =>
  program
    .createHelp()
    .visibleCommands(program)
    .filter((one) => one.name() !== "help");

const commandLines = (command: Command): string[] => {
  const help = command.createHelp();
  const usage = help
    .commandUsage(command)
    .replace("milepost ", "")
    .replace(/^(\S+) \[options\]/, "$1");
  const options = help.visibleOptions(command).filter(({ long }) => long !== "--help");
  return [
    `.SS ${plain(usage)}`,
    `${plain(firstLarge(command.description()))}.`,
    ...options.flatMap((option) => term(help.optionTerm(option), help.optionDescription(option))),
  ];
};

const term = (name: string, text: string): string[] => [".TP", `.B ${plain(name)}`, plain(text)];

/** A text that roff takes as it stands: no line of it is a request, no character an escape. */
const plain = (text: string): string =>
  text.replaceAll("\\", "\\e").replaceAll("-", "\\-").replace(/\s+/g, " ").replace(/^[.']/, "\\&$&");

const firstSmall = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1).replace(/\.$/, "");
const firstLarge = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
