/** Whether a heading or label speaks of something, in the languages that prompts come in. */
type Speaks = (text: string) => boolean;

/** Whole words where words have spaces between them, and parts of words where they have none. */
const speaks =
  (words: string, others: string): Speaks =>
  (text) =>
    new RegExp(`(?<![\\p{L}\\p{N}])(?:${words})(?![\\p{L}\\p{N}])|${others}`, "iu").test(text);

/** Of sentences that every change is held to. */
export const speaksOfRules = speaks(
  "requirements?|rules?|quality gates?|gates?|review scope|compliance|principles?|guidelines?|constraints?|conventions?|must(?: not)?|always|never|regeln?|qualitätskriterien|einschränkungen|randbedingungen|vorgaben|anforderungen",
  "ルール|規則|制約|品質ゲート|品質基準|要件|遵守",
);

/** Of what makes something done: for people, the plan as a whole or one todo. */
const speaksOfCriteria = speaks(
  "criteria|criterion|definition of done|condition|deliverables?|acceptance|akzeptanzkriterien|abnahmekriterien|erfolgskriterien|abnahme|fertig,? wenn",
  "完了条件|受け入れ条件|受入条件|成功基準|成功条件|達成基準",
);

/** Of what is around the work. */
const speaksAround = speaks(
  "objectives?|goals?|non-goals|overview|background|context|notes?|scope|workflow|protocol|naming|ordering|isolation|steps?|review|setup|table of contents|motivation|summary|abstract|alternatives(?: considered)?|open questions|unresolved questions|risks?|assumptions?|references|glossary|stakeholders|changelog|license|contributing|installation|ziele?|nicht-ziele|hintergrund|überblick|übersicht|kontext|hinweise|umfang|risiken|annahmen|offene fragen|zusammenfassung|ablauf",
  "目的|背景|概要|目標|注意|備考|前提|範囲|スコープ|リスク|用語|参考|手順",
);

/** Of lists that are not work. */
export const speaksOfNoWork: Speaks = (text) =>
  speaksOfRules(text) || speaksOfCriteria(text) || speaksAround(text);

/** Of lists in a body that are not its todos. */
export const speaksBeside: Speaks = (text) =>
  speaksOfRules(text) || speaksOfCriteria(text) || /\b(?:setup|notes?)\b|hinweise|備考/i.test(text);

/** Whether a heading or label is but a name for work to do, whatever the work is. */
export const isListOfWork: Speaks = (text) =>
  /^(?:\P{L}*)(?:(?:the|our|project|product|current|open|implementation) )*(?:road-?map|backlog|to-?dos?|tasks?|work(?: body| items| packages)?|action items|user stories|stories|issues|sub-?issues|aufgaben|arbeitspakete|offene punkte|タスク(?:一覧)?|作業(?:項目|一覧)?|ロードマップ|やること|課題)(?:\s*\([^)]*\))?\P{L}*$/iu.test(
    text,
  );

/** Whether a column or a mark says that something is done already. */
export const saysDone: Speaks = (text) =>
  /^(?:done|closed|resolved|complete[d]?|finished|merged|erledigt|fertig|abgeschlossen|geschlossen|完了|済み?|[x✅☑✔✓])(?:\ufe0f)?$/iu.test(
    text.trim(),
  );
