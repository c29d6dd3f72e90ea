/** Whole words where words have spaces between them, and parts of words where they have none. */
const speaks =
  (words: string, others: string) =>
  (text: string): boolean =>
    new RegExp(`(?<![\\p{L}\\p{N}])(?:${words})(?![\\p{L}\\p{N}])|${others}`, "iu").test(text);

/** Whether the title of a list that is no work speaks of sentences that every change is held to. */
export const speaksOfRules = speaks(
  "requirements?|rules?|quality gates?|gates?|review scope|compliance|principles?|guidelines?|constraints?|conventions?|must(?: not)?|always|never|regeln?|qualitätskriterien|einschränkungen|randbedingungen|vorgaben|anforderungen|reglas|restricciones|requisitos|principios|règles|contraintes|exigences|regole|vincoli|regras|restrições|правила|ограничения|требования",
  "ルール|規則|制約|品質ゲート|品質基準|要件|遵守|约束|規範|规则|规范|准则|要求|규칙|제약",
);

/** Whether a title is but a word for rules: "Rules engine" is a piece of work. */
export const isTitleOfRules = (text: string): boolean =>
  /^\P{L}*(?:(?:critical|general|project|our|the) )?(?:rules|constraints|quality gates|conventions|guidelines|principles|regeln|einschränkungen|randbedingungen|vorgaben|reglas|restricciones|règles|contraintes|regole|vincoli|regras|restrições|правила|ограничения|ルール|規則|制約|约束|规则|规范|规则与约束|규칙|제약)\P{L}*$/iu.test(
    text,
  );
