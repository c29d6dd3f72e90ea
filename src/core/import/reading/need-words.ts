/** Words for waiting, in the languages of what is imported. */
export const waiting =
  /(?<![\p{L}\p{N}])(?:depends?(?: on)?|dependenc(?:y|ies)|blocked by|needs|requires|braucht|benötigt|wartet auf|after|prerequisites?|abhängig(?: von)?|abhängigkeit(?:en)?|hängt ab von|nach|setzt voraus|voraussetzung(?:en)?|depende(?: de)?|dependencias?|requiere|después de|dépend(?: de)?|dépendances?|après|dipende da|dipendenze|depois de|dependências?|зависит от|зависимости|после|залежить від|після|afhankelijk van|zależy od|závisí na|beroende av|afhænger af|bağlı|يعتمد على|تعتمد على|بعد|phụ thuộc(?: vào)?|tergantung pada)(?![\p{L}\p{N}])|依赖|完了後|の後に|前置|依存|前提|先行|의존|선행/iu;
/** Names that others are referred to by: `T004`, `SHOP-2`, `2.1`, `#12`, `Step 1`. */
export const tokens =
  /\p{Lu}{1,10}-?\d{1,7}(?:(?:\.\d{1,3}){1,3}|\s*[-–—]\s*\p{Lu}{1,10}-?\d{1,7})?|\d{1,3}(?:\.\d{1,3})+|#\d{1,7}|\p{L}+\s+\d{1,3}(?:\.\d{1,3})+|\p{L}+\s+(?:\d{1,3}|\p{Lu})(?![\p{L}\p{N}.])|(?<![\p{L}\p{N}.])\d{1,3}(?![\p{L}\p{N}.%])/gu;

/** A name as it is compared: `#12` is `12`. */
export const plainKey = (key: string): string =>
  key.toLowerCase().replace(/^#/, "").replace(/\s+/g, " ").trim();

const field = /^[\s\-*_+]*([^:：]{1,40})[:：]\**_?\s*(.+)$/u;

/** A field, its label and what it says. */
export const fieldOf = (line: string): RegExpExecArray | null => field.exec(line);

const none =
  /^(?:[-–—./]|n\/a|none|ninguna?|keine?|aucune?|なし|无|無|нет|немає|없음|لا يوجد|لا شيء|geen|brak|nenhuma?|nessuna?|yok|ingen)?$/iu;

/** Whether words say that there is nothing. */
export const isNone = (words: string): boolean => none.test(words.trim());
