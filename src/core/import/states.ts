/** What a mark or a word says of a piece of work. */
export type WorkState = "open" | "done" | "cancelled" | "duplicate";

/** What a box holds, as GitHub, Obsidian and conductor have them. */
export const stateOfBox = (mark: string): WorkState => {
  if (/^[xX✓✔☑✅]$/u.test(mark)) return "done";
  return mark === "-" || mark === "☒" || mark === "❌" ? "cancelled" : "open";
};

/** What a cell, a field or the end of a heading says; `null` when it speaks of no state. */
export const stateOfWords = (text: string): WorkState | null => {
  if (text.length > longest) return null;
  const [, box] = /^\s*\[([ xX~/-]?)\]\s*$/.exec(text) ?? [];
  if (box !== undefined) return stateOfBox(box);
  const mark = /^[^\p{L}\p{N}]*/u.exec(text)?.[0] ?? "";
  const words = wordsIn(text);
  if (words === "") return stateOfMark(mark);
  if (within(duplicateWords, words)) return "duplicate";
  if (within(cancelledWords, words)) return "cancelled";
  if (within(openWords, words)) return "open";
  if (within(doneWords, words) || endsDone.test(words)) return "done";
  return words.length <= 24 ? stateOfMark(mark) : null;
};

/** What some languages say of any verb when it is over: `実装済み`, `已上线`, `개발 완료`. */
const endsDone =
  /^\S{1,8}済み$|^已(?!.*[计計]划|.*阻塞|.*分配|.*暂停|.*[推延][迟期])\S{1,4}$|^(?!미)\S{1,6} ?완료됨?$/u;

/** More characters than any word for a state has, marks around it included. */
const longest = 80;

const stateOfMark = (mark: string): WorkState | null => {
  if (/[✅☑✔✓]|🟢|💯/u.test(mark)) return "done";
  if (/[❌🚫☒✖]/u.test(mark)) return "cancelled";
  return /[🔲⏳⬜☐🚧🔜🔄⌛📋🟡🔵🔴⚪🆕📝▶]/u.test(mark) ? "open" : null;
};

const wordsIn = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[’]/g, "'")
    .replace(/[_-]/g, " ")
    .replace(/[^\p{L}\p{M}\p{N}' %]+/gu, " ")
    .replace(/\s+/g, " ")
    .trim();

const within = (words: ReadonlySet<string>, text: string): boolean => words.has(text);

const set = (text: string): ReadonlySet<string> =>
  new Set(
    text
      .split("|")
      .map((word) => word.replace(/\s+/g, " ").trim())
      .filter(Boolean),
  );

// Values of cells and fields, not words of headings: what a tracker calls a state, in the languages that trackers have.
const doneWords =
  set(`done|closed|resolved|complete|completed|finished|merged|fixed|shipped|released|deployed|archived|100%|100 %|yes
  |erledigt|fertig|abgeschlossen|geschlossen|behoben|gelöst|umgesetzt|hecho|hecha|completado|completada|terminado|terminada|cerrado|cerrada|resuelto|listo|finalizado
  |fait|faite|terminé|terminée|fermé|fermée|résolu|résolue|achevé|fini|livré|feito|feita|concluído|concluída|fechado|resolvido|finalizado
  |fatto|fatta|completato|completata|chiuso|risolto|terminato|gereed|klaar|afgerond|voltooid|gesloten|opgelost|klar|färdig|avslutad|stängd|færdig|lukket|ferdig|lukket|valmis|suljettu
  |gotowe|zrobione|zakończone|zamknięte|ukończone|rozwiązane|hotovo|dokončeno|uzavřeno|kész|lezárva|gata|terminat|închis|tamamlandı|bitti|kapalı|yapıldı
  |готово|сделано|завершено|завершён|завершен|закрыто|выполнено|закрыт|решено|виконано|завершено|закрито
  |完了|完了済み|済|済み|終了|クローズ|解決済み|完成|已完成|完毕|已关闭|已解决|已結束|已結案|已关|結束|완료|완료됨|종료|닫힘|해결됨|해결|مكتمل|مكتملة|اكتمل|تم|تمت|تم الإنجاز|منجز|منجزة|منتهي|مغلق|انجام شد|تکمیل شد|מושלם|בוצע|הושלם|hoàn thành|đã xong|xong|selesai|เสร็จ|เสร็จแล้ว|पूर्ण`);
const cancelledWords =
  set(`cancelled|canceled|won't do|wont do|won't fix|wontfix|not planned|abandoned|dropped|rejected|declined|obsolete|removed|invalid
  |abgebrochen|verworfen|abgelehnt|entfällt|gestrichen|cancelado|cancelada|descartado|rechazado|annulé|annulée|abandonné|abandonnée|rejeté|annullato|annullata|scartato
  |geannuleerd|vervallen|avbruten|annulleret|avlyst|peruttu|anulowane|odrzucone|zrušeno|törölve|anulat|iptal|iptal edildi|отменено|отменён|отменен|отклонено|скасовано
  |キャンセル|中止|却下|対応しない|取消|已取消|取消し|已放弃|已拒绝|废弃|取り下げ|취소|취소됨|ملغى|ملغي|ملغاة|مرفوض|لغو شد|בוטל|đã hủy|dibatalkan|ยกเลิก`);
const duplicateWords = set(
  `duplicate|duplicated|duplikat|doppelt|duplicado|duplicada|doublon|duplicato|dubbel|dublett|zduplikowane|дубликат|重複|重复|已重复|중복`,
);
const openWords =
  set(`open|opened|to do|todo|backlog|new|pending|planned|in progress|in development|doing|started|review|in review|code review|in testing|testing|qa|ready|ready for dev|selected for development|triage|draft|blocked|waiting|on hold|next|later|now|wip|not started|todo next|reopened|proposed|no|unstarted|up next|this week|inbox|deferred
  |offen|neu|geplant|in arbeit|in bearbeitung|wartend|blockiert|zu erledigen|bereit|nicht begonnen|angefangen|pendiente|en curso|en progreso|por hacer|nuevo|abierto|abierta|bloqueado|en revisión|planificado
  |à faire|en cours|ouvert|ouverte|nouveau|en attente|bloqué|planifié|a fazer|em andamento|em progresso|aberto|pendente|novo|da fare|in corso|aperto|aperta|in attesa|nuovo|te doen|bezig|mee bezig|nieuw|gepland|att göra|pågår|pågående|ny|planerad|at gøre|i gang|å gjøre|pågår|kesken|tekemättä
  |do zrobienia|w toku|w trakcie|otwarte|nowe|zaplanowane|probíhá|nové|k udělání|folyamatban|teendő|nyitott|de făcut|în curs|yapılacak|devam ediyor|açık|beklemede|в работе|в процессе|открыто|новая|новый|запланировано|ожидает|к выполнению|не начато|у роботі|відкрито
  |未着手|未対応|対応中|進行中|着手中|作業中|予定|未完了|オープン|保留|レビュー中|待ち|待开始|未开始|进行中|開發中|開発中|开发中|待办|待處理|待处理|计划中|規劃中|未完成|新建|待定|阻塞|대기|대기중|대기 중|진행중|진행 중|예정|미착수|할 일|열림|보류|قيد التنفيذ|للتنفيذ|قيد العمل|قيد الانتظار|قيد المراجعة|لم يبدأ|لم تبدأ|لم يبدأ بعد|معلق|معلقة|مخطط|مؤجل|جديد|مفتوح|در حال انجام|شروع نشده|باز|לביצוע|טרם התחיל|בתהליך|פתוח|đang làm|chưa làm|chưa bắt đầu|akan dikerjakan|sedang dikerjakan|กำลังทำ|ยังไม่เริ่ม|लंबित`);

/** What a heading says of all below it, in brackets or by a mark at its end: `Login ✅`, `基盤（已完成）`. */
export const stateOfHeading = (text: string): WorkState | null => {
  const bracketed = [...text.matchAll(/[([（【［]([^()[\]（）【】［］]{1,40})[)\]）】］]/gu)].map(
    ([, words = ""]) => stateOfWords(words),
  );
  const said = bracketed.find((state) => state !== null);
  if (said) return said;
  const [, box] = /^\s*\[([xX-])\]\s/.exec(text) ?? [];
  if (box !== undefined) return stateOfBox(box);
  if (/^\s*~~.*~~\s*$/.test(text)) return "cancelled";
  const dashed = /[-–—:：]\s*([^-–—:：]{2,24})$/u.exec(text)?.[1];
  const state = dashed === undefined ? null : stateOfWords(dashed);
  if (state === "done" || state === "cancelled") return state;
  return /[✅☑✔](?:\ufe0f)?\s*$/u.test(text) || /^\s*[✅☑✔]/u.test(text) ? "done" : null;
};
