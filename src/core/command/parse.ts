import { didYouMean } from "../plan/nearest.ts";
import { readArgument } from "./argument.ts";
import { plainLines } from "./plain-lines.ts";
import { type CommandName, commandNames, commands } from "./table.ts";

/** One `/milepost` line of a comment: what it asks for, or why that cannot be told. */
export type Call =
  | { readonly ok: true; readonly line: string; readonly name: CommandName; readonly argument: string }
  | { readonly ok: false; readonly line: string; readonly problem: string };

/** Commands of one comment beyond this are not obeyed: nobody means them. */
const maxCalls = 20;

/** The commands of a comment, in their order; empty when there are none. */
export const parseCalls = (body: string): Call[] => {
  if (!/\/milepost/i.test(body)) return [];
  const lines = plainLines(body).filter((line) => opening.test(line));
  const calls = lines.slice(0, maxCalls).map(parseCall);
  const more = lines.length - calls.length;
  const problem = `${more} more lines are not obeyed: at most ${maxCalls} commands in one comment`;
  return more > 0 ? [...calls, { ok: false, line: "/milepost …", problem }] : calls;
};

/** At the start of a line, as a word of its own. */
const opening = /^\/milepost(?=\s|$)/i;

const parseCall = (text: string): Call => {
  const rest = withoutInvisible(text.replace(opening, ""));
  const [word = ""] = /^\S*/.exec(rest) ?? [];
  const line = `/milepost ${rest}`.trim();
  const name = commandNames.find((known) => known === word.toLowerCase()) ?? (word === "" ? "help" : null);
  if (name === null) {
    const near = didYouMean(word.toLowerCase(), commandNames);
    return {
      ok: false,
      line,
      problem: `there is no command of that name${near || ": see `/milepost help`"}`,
    };
  }
  const argument = readArgument(commands[name].argument, rest.slice(word.length).trim());
  return argument.ok
    ? { ok: true, line, name, argument: argument.value }
    : { ok: false, line, problem: argument.problem };
};

/** Without what copying brings along at the ends of words: marks of no width and other blanks. */
const withoutInvisible = (text: string): string =>
  text
    .replace(/\p{Cf}+(?=\s|$)|(?<=\s|^)\p{Cf}+/gu, "")
    .replace(/\s+/g, " ")
    .trim();
