import { plainWords } from "../tree/marks.ts";

/** A heading that is one of several: a word with a number, as in `Phase 2: Search` or `第2段階：検索`. */
export interface SectionLabel {
  /** The word, with `#` for the number. */
  readonly word: string;
  /** The number or letter as it is written. */
  readonly name: string;
  readonly number: number;
  readonly title: string;
}

const ending = String.raw`\s*(?:[:：.．)、）]|[–—-](?=\s)|(?=[(（[［【])|$|\s(?=\p{Extended_Pictographic}))\s*`;
const wordFirst = new RegExp(
  String.raw`^(?<word>\p{L}[\p{L}\p{M}'’/ -]{0,40}?)\s*[#№]?\s*(?<![\p{Lu}\p{Ll}])(?<name>\d{1,3}(?:\.\d{1,3}){0,3}|[一二三四五六七八九十]{1,3}|(?<=\s)(?:[IVX]{1,5}|[A-Z])(?![\p{L}\p{N}]))${ending}(?<title>.*)$`,
  "u",
);
const joined = new RegExp(String.raw`^(?<word>\p{L}{1,20})(?<name>\d{1,3})${ending}(?<title>.*)$`, "u");
const numberFirst =
  /^第?\s*(?<name>\d{1,3}|[一二三四五六七八九十]{1,3})\s*[.．]?\s*(?<word>\p{L}[\p{L}\p{M}]{0,15})\s*[:：–—-]\s*(?<title>.+)$/u;
const outline =
  /^(?<name>\d{1,3}|[一二三四五六七八九十]{1,3}|[IVX]{1,5})\s*[.．):、）](?!\d)\s*(?<title>.+)$/u;

/** The label of a heading; `null` when it has none. */
export const labelOf = (heading: string): SectionLabel | null => {
  // A number of its place in the document may stand before: `3.1 Phase 1: Search`.
  const text = plainWords(heading)
    .replace(/^\[(.+)\]$/u, "$1")
    .replace(/^\d{1,3}(?:\.\d{1,3})+\.?\s+(?=\p{L})/u, "");
  for (const pattern of [wordFirst, joined, numberFirst]) {
    const { word, name, title = "" } = pattern.exec(text)?.groups ?? {};
    if (word === undefined || name === undefined) continue;
    const shape = pattern === numberFirst ? `# ${word}` : `${word} #`;
    return { word: shape.toLowerCase(), name, number: figureOf(name), title: title.trim() || text };
  }
  return null;
};

/** Whether a heading begins with a name as trackers give them to pieces of work: `US-001: Search`, not `EPIC-1`. */
export const isNamedWork = (heading: string): boolean =>
  /^\[?(?!(?:EPI[CK]|PHASE|STAGE|SPRINT|MILESTONE|WEEK)\b)\p{Lu}{1,10}(?:-\d{1,7}|\d{2,7})\b/u.test(
    plainWords(heading),
  );

/** What others call a section: `US-001` or `step 1`. */
export const nameOfLabel = (heading: string, { word, name }: SectionLabel): string =>
  isNamedWork(heading) ? (/\p{Lu}+-?\d+/u.exec(plainWords(heading))?.[0] ?? name) : word.replace("#", name);

/** The number of a heading that has no word with it, as in `2. Search` or `二、搜索`. */
export const outlineOf = (heading: string): { readonly number: number; readonly title: string } | null => {
  const { name, title } = outline.exec(plainWords(heading))?.groups ?? {};
  return name === undefined || title === undefined ? null : { number: figureOf(name), title };
};

const figureOf = (name: string): number => {
  if (/^\d/.test(name)) return Number.parseInt(name.split(".").at(-1) ?? "0", 10);
  if (/^[一二三四五六七八九十]+$/u.test(name)) return ofHan(name);
  return name.length > 1 || /^[IVX]$/.test(name) ? ofRoman(name) : name.charCodeAt(0) - 64;
};

const han = "一二三四五六七八九";

const ofHan = (name: string): number => {
  const [tens, ones] = name.includes("十") ? name.split("十") : ["", name];
  const ten = name.includes("十") ? (tens === "" ? 1 : han.indexOf(tens ?? "") + 1) * 10 : 0;
  return ten + (han.indexOf(ones ?? "") + 1 || 0);
};

const roman: Record<string, number> = { I: 1, V: 5, X: 10 };

const ofRoman = (name: string): number =>
  [...name].reduce((sum, letter, at) => {
    const value = roman[letter] ?? 0;
    return sum + (value < (roman[name[at + 1] ?? ""] ?? 0) ? -value : value);
  }, 0);

/** Whether the word of a label is one for whoever does the work, who need not wait for each other. */
export const isWorker = ({ word }: Pick<SectionLabel, "word">): boolean =>
  /^(?:# )?(?:(?:sub-?|coding |ai )?agent(?:e|en)?|bod(?:y|ies)|work body|work ?streams?|stream|team|equipo|équipe|squad|worker|lane|track|person|developer|dev|engineer|entwickler(?:in)?|arbeitspaket|エージェント|チーム|担当|智能体|代理|团队|에이전트|팀|агент|команда)(?: #)?$/u.test(
    word.trim(),
  );
