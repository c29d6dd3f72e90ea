import { count } from "../../core/count.ts";
import type { Change } from "../../core/decide/change.ts";
import { clip, pad, plain, widthOf } from "../text/clip.ts";
import type { Colors } from "../text/colors.ts";

/** A change in words: `+` makes something, `~` changes it, `-` removes it, `>` starts work. */
interface ChangeLine {
  readonly mark: "+" | "~" | "-" | ">";
  readonly kind: string;
  readonly name: string;
  readonly why: string;
}

/** Changes as a diff that people read, those of a kind together, in the order in which they would be made. */
export const changeLines = (
  changes: readonly Change[],
  { columns, colors }: { columns: number | null; colors: Colors },
): string[] => {
  if (changes.length === 0) return [`${colors.green("✓")} nothing would change`];
  const lines = changes.map(described).sort((a, b) => rankOf(a) - rankOf(b));
  const kind = Math.max(...lines.map((line) => widthOf(line.kind)));
  const name = Math.min(60, Math.max(...lines.map((line) => widthOf(line.name))));
  const most = columns ?? Number.POSITIVE_INFINITY;
  const painted = (line: ChangeLine): string => {
    const head = clip(`${line.mark} ${pad(line.kind, kind)} ${pad(line.name, name)}`, most);
    const why = clip(`  ${plain(line.why)}`, most - widthOf(head));
    return `${paintOf(line.mark, colors)(head)}${colors.dim(why)}`.trimEnd();
  };
  return [...lines.map(painted), "", totals(lines)];
};

const kinds = [
  "milestone",
  "label",
  "issue",
  "link",
  "follow-up",
  "pull request",
  "comment",
  "branch",
  "run",
  "tracking",
  "notices",
  "claim",
];
const rankOf = ({ kind }: ChangeLine): number => kinds.indexOf(kind);

const described = (change: Change): ChangeLine => {
  const { why } = change;
  switch (change.type) {
    case "open-milestone":
      return { mark: "+", kind: "milestone", name: plain(change.title), why };
    case "write-milestone":
      return {
        mark: "~",
        kind: "milestone",
        name: `#${change.number} ${change.open ? plain(change.title) : "closed"}`,
        why,
      };
    case "create-label":
      return { mark: "+", kind: "label", name: change.label.name, why };
    case "create-tracking":
      return { mark: "+", kind: "tracking", name: plain(change.tracking.title), why };
    case "write-tracking":
      return { mark: "~", kind: "tracking", name: `#${change.number} ${plain(change.tracking.title)}`, why };
    case "create-todo":
      return { mark: change.adopts === undefined ? "+" : "~", kind: "issue", name: titled(change), why };
    case "write-todo":
      return { mark: "~", kind: "issue", name: titled(change), why };
    case "create-fix":
      return { mark: "+", kind: "follow-up", name: `${change.todo}: ${plain(change.title)}`, why };
    case "write-fix":
      return { mark: "~", kind: "follow-up", name: `#${change.number} ${state(change.open)}`, why };
    case "retarget":
      return { mark: "~", kind: "pull request", name: `#${change.pull} onto ${change.base}`, why };
    case "retitle":
      return { mark: "~", kind: "pull request", name: `#${change.pull} ${plain(change.title)}`, why };
    case "judge":
      return { mark: "~", kind: "pull request", name: `#${change.pull} judged on ${change.base}`, why };
    case "tell":
      return { mark: "+", kind: "comment", name: `on #${change.issue}`, why };
    case "merge":
      return { mark: "~", kind: "pull request", name: `#${change.pull} merged`, why };
    case "rerun":
      return { mark: "~", kind: "checks", name: `of #${change.pull} run again`, why };
    case "send-back":
      return { mark: "~", kind: "issue", name: titled(change), why: `${why}, onto ${change.base.ref}` };
    case "tell-verdict":
      return { mark: "~", kind: "pull request", name: `#${change.pull} ${told(change.verdict)}`, why };
    case "notify":
      return { mark: "+", kind: "notices", name: count(change.deliveries.length, "notice"), why };
    case "close-twin":
      return { mark: "-", kind: "issue", name: `#${change.number}`, why };
    case "dismiss-twin":
      return { mark: "-", kind: "review", name: `of #${change.pull}`, why };
    case "link":
      return { mark: "~", kind: "link", name: `#${change.number}`, why };
    case "delete-branch":
      return { mark: "-", kind: "branch", name: change.branch, why };
    case "cancel":
      return { mark: "-", kind: "run", name: change.run, why };
    case "claim":
      return { mark: ">", kind: "claim", name: titled(change), why: `${why}, from ${change.base.ref}` };
    default:
      return change satisfies never;
  }
};

const titled = ({
  issue,
}: Extract<Change, { type: "create-todo" | "write-todo" | "send-back" | "claim" }>): string =>
  `${issue.record.order} ${plain(issue.title)}`;

const told = ({ approved }: { approved: boolean }): string => (approved ? "approved" : "no longer approved");

const state = (open: boolean): string => (open ? "opened again" : "closed");

const paintOf = (mark: ChangeLine["mark"], colors: Colors): ((text: string) => string) => {
  switch (mark) {
    case "+":
      return colors.green;
    case "~":
      return colors.yellow;
    case "-":
      return colors.red;
    case ">":
      return colors.cyan;
    default:
      return mark satisfies never;
  }
};

const totals = (lines: readonly ChangeLine[]): string => {
  const of = (mark: ChangeLine["mark"]): number => lines.filter((line) => line.mark === mark).length;
  const parts = [
    `${of("+")} to make`,
    `${of("~")} to change`,
    ...(of("-") > 0 ? [`${of("-")} to remove`] : []),
    `${count(of(">"), "todo")} to start`,
  ];
  return parts.join(", ");
};
