import type { Task } from "../backlog.ts";
import { fieldOf, isNone, plainKey, tokens, waiting } from "./need-words.ts";

/** What a line of a task says by titles that it waits for: the whole titles of others, or words that fit none. */
type TitledNeeds = (line: string, task: Task) => string[];

/**
 * Reads fields ("Depends on: search field"), brackets and quoted words: they name the one other todo that has them as
 * its title, or in it. Words that fit none, or several, are kept where they are surely meant to name one.
 */
export const titledNeedsIn = (tasks: readonly Task[]): TitledNeeds => {
  const exact = new Map(tasks.map((task) => [plainKey(task.text), task]));
  const havingAll = titlesByWord(tasks);
  const fitting = (words: string, own: Task): string | null => {
    if (exact.has(words)) return words;
    const title = ` ${wordsOf(words)} `;
    const others = title.length < 6 ? [] : havingAll(title).filter(({ task }) => task !== own);
    const whole = others.filter((one) => one.title === title);
    const [first, ...more] = whole.length > 0 ? whole : others.filter((one) => one.title.includes(title));
    return first && more.length === 0 ? plainKey(first.task.text) : null;
  };
  return (line, own) =>
    saidIn(line).flatMap(({ words, isSure }) => fitting(words, own) ?? (isSure ? [words] : []));
};

interface Titled {
  readonly task: Task;
  /** Its words, each between spaces. */
  readonly title: string;
}

/** More titles with a word than tell one from another. */
const maxTitles = 100;

/** Titles by their words, so that not all are looked through for each: those that have the rarest word of a text. */
const titlesByWord = (tasks: readonly Task[]): ((text: string) => readonly Titled[]) => {
  const byWord = new Map<string, Titled[]>();
  for (const task of tasks) {
    const words = wordsOf(withoutWaiting(task.text));
    const titled = { task, title: ` ${words} ` };
    for (const word of new Set(words.split(" "))) {
      const having = byWord.get(word);
      if (having) having.push(titled);
      else byWord.set(word, [titled]);
    }
  }
  return (text) => {
    const lists = text
      .trim()
      .split(" ")
      .map((word) => byWord.get(word) ?? []);
    const rarest = lists.reduce((a, b) => (b.length < a.length ? b : a), lists[0] ?? []);
    return rarest.length <= maxTitles ? rarest : [];
  };
};

const wordsOf = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();

const bracketed = /[(（]([^()（）]*)[)）]/gu;

/** What words in brackets say is waited for; `null` when they do not begin with a word for it. */
const waitedIn = (words: string): { readonly value: string; readonly isSure: boolean } | null => {
  const found = waiting.exec(words);
  if (found?.index !== 0) return null;
  const rest = words.slice(found[0].length);
  return { value: rest.replace(/^\s*[:：]\s*/, ""), isSure: /^\s*[:：]/.test(rest) || isSureOf(found[0]) };
};

/** Words that are said of nothing else: lunch and reviews are waited for "after", too. */
const isSureOf = (label: string): boolean =>
  /^\W*(?:depends? on|blocked by|abhängig von|hängt ab von)\W*$/i.test(label);

/** A text without brackets that say what is waited for. */
export const withoutWaiting = (text: string): string =>
  text.replace(bracketed, (whole, words: string) => (waitedIn(words.trim()) ? "" : whole)).trim();

const quoted = /\s*[:：]?\s*["“„«]([^"”“»\n]{3,120})["”“»]/uy;

const saidIn = (line: string): { words: string; isSure: boolean }[] => {
  if (!waiting.test(line)) return [];
  const [, label = "", value = ""] = fieldOf(line) ?? [];
  const isField = value !== "" && value.length <= 2000 && isOfWaiting(label);
  const fields = isField ? partsOf(value, isSureOf(label)) : [];
  const brackets = [...line.matchAll(bracketed)].flatMap(([, words = ""]) => {
    const waited = waitedIn(words.trim());
    return waited ? partsOf(waited.value, waited.isSure) : [];
  });
  return [...fields, ...brackets, ...quotedIn(line)];
};

/** Whether a field is for what is waited for: "Install dependencies" is not. */
const isOfWaiting = (label: string): boolean =>
  waiting.exec(label.replace(/^[^\p{L}]+/u, ""))?.index === 0 && !/[(（]/u.test(label);

/** The words in quotation marks after each word for waiting. */
const quotedIn = (line: string): { words: string; isSure: boolean }[] =>
  [...line.matchAll(new RegExp(waiting.source, "giu"))].flatMap(({ 0: word, index }) => {
    quoted.lastIndex = index + word.length;
    const [, words] = quoted.exec(line) ?? [];
    return words === undefined ? [] : [{ words: plainKey(words), isSure: false }];
  });

const isToken = new RegExp(`^(?:${tokens.source})$`, "u");

/** What is named one by one; numbers and names such as `T004` are read elsewhere, and long sentences name nothing. */
const partsOf = (value: string, isSure: boolean): { words: string; isSure: boolean }[] =>
  value.split(/\s*[,;、，]\s*/).flatMap((part) => {
    if (isToken.test(part)) return [];
    const words = plainKey(part.replace(/^["“„«`']|["”“»`'.]$/g, ""));
    const isName = words.length <= 80 && part.search(tokens) < 0 && !isNone(words);
    return words === "" ? [] : [{ words, isSure: isSure && isName }];
  });
