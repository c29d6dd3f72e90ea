import { count } from "../count.ts";
import { type Accounted, isComment } from "./account.ts";
import type { Backlog } from "./backlog.ts";
import type { PlanDraft } from "./draft.ts";
import { plainKey } from "./reading/need-words.ts";
import type { Lines } from "./source.ts";
import { withBoxSpaces } from "./tree/marks.ts";
import { type Untaken, untakenText } from "./untaken.ts";

/** What a person should look at in an imported plan. */
export type PlanRemark =
  | {
      readonly code:
        | "usual-settings"
        | "no-orders"
        | "no-needs"
        | "no-phases"
        | "no-settings-orders-phases"
        | "no-agent"
        | "no-verify"
        | "proposed-verify"
        | "no-coverage"
        | "phases";
    }
  | { readonly code: "comments" | "narrow-boxes"; readonly places: string }
  | ({ readonly code: "untaken" } & Untaken)
  | { readonly code: "no-owns" | "after" | "chained"; readonly bodies: readonly string[] }
  | { readonly code: "unknown-needs"; readonly needs: readonly string[] }
  | { readonly code: "many-bodies"; readonly kept: number };

interface Beside {
  readonly backlog: Backlog;
  readonly account: readonly Accounted[];
  readonly facts: { readonly verify: readonly string[] };
  readonly untaken: readonly Untaken[];
  readonly lines: readonly string[];
}

export const remarksOn = (
  draft: PlanDraft,
  { backlog, facts, account, untaken, lines }: Beside,
): PlanRemark[] => {
  const { settings, bodies } = draft;
  const unowned = bodies.filter(({ owns }) => owns.length === 0).map(({ body }) => body);
  const unknown = unknownNeeds(backlog);
  const after = bodies
    .filter(({ after }, at) => after.length > 1 && after.length === at)
    .map(({ body }) => body);
  const chained = bodies.filter(({ after }) => after.length === 1).map(({ body }) => body);
  const isPhased = bodies.some(({ todos }) => todos.some(({ phase }) => phase !== undefined));
  const places = placesOf(account.filter(({ fate }) => isComment(fate)));
  const narrow = placesOf(account.filter((one) => isNarrowBox(one, lines)));
  const remarks: readonly (PlanRemark | false)[] = [
    ...untaken.map((one) => ({ code: "untaken" as const, ...one })),
    places !== "" && { code: "comments", places },
    narrow !== "" && { code: "narrow-boxes", places: narrow },
    unknown.length > 0 && { code: "unknown-needs", needs: unknown },
    backlog.groups.length > bodies.length && { code: "many-bodies", kept: bodies.length },
    isPhased && { code: "phases" },
    after.length > 0 && { code: "after", bodies: after },
    chained.length > 0 && { code: "chained", bodies: chained },
    unowned.length > 0 && { code: "no-owns", bodies: unowned },
    settings.agent === null && { code: "no-agent" },
    { code: facts.verify.length > 0 ? "proposed-verify" : "no-verify" },
    settings.coverage !== null && { code: "no-coverage" },
  ];
  return remarks.filter((remark) => remark !== false);
};

/** What todos wait for that the source does not have. */
const unknownNeeds = ({ groups, left }: Backlog): string[] => {
  const tasks = groups.flatMap((group) => group.tasks);
  const known = new Set([
    ...[...tasks, ...left].map(({ key }) => plainKey(key ?? "")),
    ...tasks.map(({ text }) => plainKey(text)),
  ]);
  return [...new Set(tasks.flatMap(({ needs }) => needs.filter((key) => !known.has(plainKey(key)))))];
};

const maxNamed = 12;

/** Lines such as `3, 7–12`. */
const placesOf = (runs: readonly Lines[]): string => {
  const named = runs.map(placeText);
  return [...named.slice(0, maxNamed), ...(named.length > maxNamed ? ["…"] : [])].join(", ");
};

/** Whether a line was taken for a box that lacks a space. */
const isNarrowBox = ({ fate, line }: Accounted, lines: readonly string[]): boolean => {
  const text = lines[line - 1] ?? "";
  const isBox =
    fate.to === "todo" || (fate.to === "left" && (fate.why === "done" || fate.why === "boxes-beside"));
  return isBox && withBoxSpaces(text) !== text;
};

const placeText = ({ line, end }: Lines): string => (line === end ? `${line}` : `${line}–${end}`);

const linesText = (lines: Lines): string =>
  `${lines.line === lines.end ? "line" : "lines"} ${placeText(lines)}`;

/** A remark in words. */
export const remarkText = (remark: PlanRemark): string => {
  switch (remark.code) {
    case "usual-settings":
      return "a plan cannot have the source's settings; they are the usual ones";
    case "no-orders":
      return "the source's orders contradict what has to wait for what; they are computed instead";
    case "no-needs":
      return "what the source says to wait for goes in a circle; `needs` are left out";
    case "no-phases":
      return "the source's orders and phases contradict its lists; they are left out";
    case "no-settings-orders-phases":
      return "a plan cannot have the source's settings, orders and phases; they are left out";
    case "comments":
      return `a plan has no place for lines ${remark.places}: they are comments in it; \`--take <lines>\` makes todos of some`;
    case "narrow-boxes":
      return `a box needs spaces around its brackets (\`- [ ] Build\`); it was read without them in ${/\D/.test(remark.places) ? "lines" : "line"} ${remark.places}`;
    case "untaken":
      return `\`--take\` makes no todo of ${linesText(remark)}: ${untakenText(remark.why)}`;
    case "unknown-needs":
      return `${remark.needs.map((key) => `“${key}”`).join(", ")} ${remark.needs.length === 1 ? "is" : "are"} waited for, and fits no one todo`;
    case "many-bodies":
      return `a plan has at most ${count(remark.kept, "body", "bodies")}: the rest is together in the last one`;
    case "phases":
      return "phases go one after the other, as their numbers say: remove `phase` where they need not";
    case "after":
      return `${listed(remark.bodies)} waits for all bodies before it: is that meant?`;
    case "chained":
      return `${listed(remark.bodies)} waits for the body before it, as the numbers say: remove \`after\` where it need not`;
    case "no-owns":
      return `nothing says which paths ${listed(remark.bodies)} own: add \`owns:\`, so that its agent can touch nothing else`;
    case "no-agent":
      return "no program is named that writes the changes: add `agent:` and `reviewer:`";
    case "no-verify":
      return "nothing verifies the changes yet: add `verify:` with the commands that test them";
    case "proposed-verify":
      return "`verify` is what the repository has scripts for: check it, it must pass on the base";
    case "no-coverage":
      return "nothing measures coverage yet: add `coverage:` with the report that `verify` leaves";
    default:
      return remark satisfies never;
  }
};

const listed = (bodies: readonly string[]): string => {
  const named = bodies.slice(0, 6).map((body) => `\`${body}\``);
  return [...named, ...(bodies.length > 6 ? [`${bodies.length - 6} more`] : [])].join(", ");
};
