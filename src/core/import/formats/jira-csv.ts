import { csvOf } from "./csv.ts";
import type { Format } from "./format.ts";
import { jiraMarkdown } from "./jira-markup.ts";
import { backlogOfRows, type TrackerColumns } from "./tracker.ts";

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
      parent: /^(?:.*\(epic link\)|epic link|parent key|parent|übergeordnet|principal|padre|親|父级|상위)$/iu,
      ...linksIn(csv.head),
      kind: /^(?:issue type|vorgangstyp|tipo de incidencia|type de ticket|課題タイプ|问题类型|이슈 유형)$/iu,
      markdown: jiraMarkdown,
    });
  },
};

/**
 * The columns of links that block, by the kind of link, which stands in brackets in every language: what blocks a row
 * stands before what it blocks.
 */
const linksIn = (head: readonly string[]): Pick<TrackerColumns, "needs" | "blocks"> => {
  const [inward, outward] = [...new Set(head.map((name) => name.trim()).filter(isBlocking))].sort(
    (a, b) => Number(isOutward(a)) - Number(isOutward(b)),
  );
  const [needs, blocks] = inward !== undefined && isOutward(inward) ? [undefined, inward] : [inward, outward];
  return {
    ...(needs === undefined ? {} : { needs: exactly(needs) }),
    ...(blocks === undefined ? {} : { blocks: exactly(blocks) }),
  };
};

const isBlocking = (name: string): boolean => /\((?:blocks|blocker)\)$/i.test(name);
const isOutward = (name: string): boolean =>
  /outward|sortant|saliente|ausgehend|auswärts|外向|발신/iu.test(name);
const exactly = (name: string): RegExp => new RegExp(`^${name.replace(/[^\p{L}\p{N} ]/gu, "\\$&")}$`);
