import { raw } from "hono/html";
import type { FC } from "hono/jsx";
import type { Board } from "../../core/board/board.ts";
import { asset } from "../assets.ts";
import { Bodies } from "./bodies.tsx";
import { Costs } from "./costs.tsx";
import { Drawing } from "./drawing.tsx";
import { PlanHead } from "./head.tsx";
import { Needs } from "./needs.tsx";
import type { PlanPlace } from "./place.ts";
import { Criteria, FailedGates, LandedList, Moments } from "./rest.tsx";
import { Timeline } from "./timeline.tsx";

/** The report of a plan as one HTML file, which asks for nothing else; `web` is where its issues are, where anybody can open that. */
export const reportHtml = (board: Board, web: string | null): string => {
  const place: PlanPlace = {
    item: (kind, number) => (web === null ? null : `${web}/${kind}/${number}`),
    todo: (id) => `#todo-${id}`,
    action: null,
  };
  return `<!doctype html>\n${(<Document board={board} place={place} />).toString()}\n`;
};

/** Nothing is loaded, and no script runs, whatever a program wrote. */
const policy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

const Document: FC<{ board: Board; place: PlanPlace }> = ({ board, place }) => (
  <html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta http-equiv="Content-Security-Policy" content={policy} />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <title>{board.status.title} · Milepost report</title>
      <style>{raw(`${asset("style.css").content}\n${asset("plan.css").content}`)}</style>
    </head>
    <body>
      <main class="report">
        <PlanHead board={board} />
        <Needs needs={board.needs} place={place} />
        <LandedList board={board} place={place} />
        <Criteria criteria={board.criteria} />
        <Bodies board={board} place={place} />
        <Drawing board={board} place={place} />
        <Timeline board={board} place={place} />
        <Costs board={board} />
        <FailedGates gates={board.gates} />
        <Moments moments={board.moments} place={place} />
      </main>
    </body>
  </html>
);
