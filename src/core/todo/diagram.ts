import { groupBy } from "../group.ts";
import { newState, type Status, statuses, wantedStatuses } from "./state.ts";

/** Events by name, each with the states that it leads out of, and where to. */
export type Moves = Readonly<Record<string, { readonly [S in Status]?: { readonly to: readonly Status[] } }>>;

/** An event's way out of one state. */
interface NamedMove {
  readonly event: string;
  readonly from: Status;
  readonly to: readonly Status[];
}

export const movesIn = (table: Moves): NamedMove[] =>
  Object.entries(table).flatMap(([event, row]) =>
    statuses.flatMap((from) => (row[from] ? [{ event, from, to: row[from].to }] : [])),
  );

/** The states and what leads from one to another, in Mermaid: one arrow between two of them, with all its events. */
export const stateDiagram = (table: Moves): string => {
  const arrows = arrowsOf(movesIn(table));
  return [
    "stateDiagram-v2",
    `  state "wanted" as ${wanted} {`,
    `    [*] --> ${newState.status}`,
    `    state "any of these" as ${any}`,
    ...arrows.filter(isInside).map((arrow) => `    ${arrowText(arrow)}`),
    "  }",
    ...arrows.filter((arrow) => !isInside(arrow)).map((arrow) => `  ${arrowText(arrow)}`),
  ].join("\n");
};

const wanted = "wanted";
const any = "any";
type Node = Status | typeof wanted | typeof any;

interface Arrow {
  readonly from: Node;
  readonly to: Node;
  readonly events: readonly string[];
}

/** What leaves a todo where it is, is none. */
const arrowsOf = (moves: readonly NamedMove[]): Arrow[] => {
  const general = generalIn(moves);
  const ends = inOrderOfTravel(moves).flatMap(({ event, from, to: all }) =>
    all
      .filter((to) => to !== from)
      .map((to) => ({ event, from: startOf(from, to, general.has(event)), to: endOf(from, to) })),
  );
  return [...groupBy(ends, ({ from, to }) => `${from} ${to}`).values()].flatMap(([first, ...more]) =>
    first ? [{ ...first, events: [...new Set([first, ...more].map(({ event }) => event))] }] : [],
  );
};

/** So that the text reads as a todo's way, too. */
const inOrderOfTravel = (moves: readonly NamedMove[]): NamedMove[] =>
  statuses.flatMap((status) => moves.filter(({ from }) => from === status));

/** The events that lead out of every wanted state: drawn once for all of them. */
const generalIn = (moves: readonly NamedMove[]): ReadonlySet<string> => {
  const byEvent = groupBy(moves, ({ event }) => event);
  const isGeneral = (all: readonly NamedMove[]): boolean =>
    wantedStatuses.every((status) => all.some(({ from }) => from === status));
  return new Set([...byEvent].flatMap(([event, all]) => (isGeneral(all) ? [event] : [])));
};

const startOf = (from: Status, to: Status, isGeneral: boolean): Node => {
  if (!isGeneral || !isWanted(from)) return from;
  return isWanted(to) ? any : wanted;
};

/** What is wanted again goes back to where it was. */
const endOf = (from: Status, to: Status): Node => (!isWanted(from) && isWanted(to) ? wanted : to);

const isInside = ({ from, to }: Arrow): boolean => [from, to].every((one) => one === any || isWanted(one));
const isWanted = (node: Node): boolean => wantedStatuses.some((status) => status === node);

const arrowText = ({ from, to, events }: Arrow): string => `${from} --> ${to}: ${events.join("<br/>")}`;
