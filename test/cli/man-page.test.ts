import { Command } from "commander";
import { manPage } from "../../src/cli/man-page.ts";
import { programWith } from "../../src/cli/program.ts";

const made = { version: "1.2.3", date: "2026-01-31" };

test("the manual page has every command with every option that help has", () => {
  const program = programWith("1.2.3", () => undefined);
  const page = manPage(program, made).replaceAll("\\-", "-");
  expect(page.split("\n")[0]).toBe('.TH MILEPOST 1 "2026-01-31" "milepost 1.2.3" "User Commands"');
  const commands = program.createHelp().visibleCommands(program);
  for (const command of commands.filter((one) => one.name() !== "help")) {
    expect(page).toMatch(new RegExp(`^\\.SS ${command.name()}\\b`, "m"));
    for (const { long } of command.options.filter(({ hidden }) => !hidden)) expect(page).toContain(long);
  }
  expect(page).not.toContain("complete [words...]");
});

test.each([
  [".so /etc/passwd", "\\&.so /etc/passwd"],
  ["'tis", "\\&'tis"],
  ["a\\fBb\n.so x", "a\\efBb .so x"],
  ["two-fold", "two\\-fold"],
])("what would steer roff is text: %j", (description, expected) => {
  const program = new Command("milepost").description(description);
  expect(manPage(program, made).split("\n")).toContain(expected);
});
