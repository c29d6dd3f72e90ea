import { csvOf } from "./csv.ts";
import type { Format } from "./format.ts";
import { jiraMarkdown } from "./jira-markup.ts";
import { backlogOfRows } from "./tracker.ts";

/** What Jira exports as CSV, in whatever language: each row has a key such as `SHOP-1`. */
export const jiraCsv: Format = {
  name: "Jira export",
  read: (source) => {
    const csv = csvOf(source.text);
    const isJira = csv?.head.some((name) =>
      /^(?:issue key|vorgangsschlüssel|clave de incidencia|clé de ticket|clave|課題キー|キー|问题关键字|이슈 키)$/iu.test(
        name,
      ),
    );
    if (!csv || !isJira) return null;
    return backlogOfRows(csv, source, {
      title: /^(?:summary|zusammenfassung|resumen|résumé|要約|概要|摘要|요약)$/iu,
      key: /^(?:issue key|vorgangsschlüssel|clave de incidencia|clé de ticket|clave|課題キー|キー|问题关键字|이슈 키)$/iu,
      text: /^(?:description|beschreibung|descripción|説明|描述|설명|acceptance criteria|custom field \(acceptance criteria\))$/iu,
      state:
        /^(?:status|estado|statut|état|ステータス|状态|상태|status category|resolution|lösung|resolución|résolution|解決状況|解决结果|해결책)$/iu,
      of: [
        /^parent summary$/iu,
        /^(?:epic name)$/iu,
        /^(?:component\/s|components?|komponenten?|componentes?|composants?|コンポーネント|模块|컴포넌트)$/iu,
        /^(?:fix version\/s|fix versions?)$/iu,
      ],
      parent: /^(?:custom field \(epic link\)|epic link|parent key|parent|übergeordnet)$/iu,
      needs: /^inward issue link \((?:blocks|blocker)\)$/iu,
      blocks: /^outward issue link \((?:blocks|blocker)\)$/iu,
      kind: /^(?:issue type|vorgangstyp|tipo de incidencia|type de ticket|課題タイプ|问题类型|이슈 유형)$/iu,
      markdown: jiraMarkdown,
    });
  },
};
