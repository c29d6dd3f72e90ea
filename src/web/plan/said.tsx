import type { FC } from "hono/jsx";
import { Prose } from "../text/prose.tsx";
import type { CommandAnswer } from "./source.ts";

/** What became of a command, and the way back to where it was pressed. */
export const Said: FC<{ command: string; heard: CommandAnswer; back: string; board: string }> = ({
  command,
  heard,
  back,
  board,
}) => (
  <section class="heard">
    <h1>
      <code>/milepost {command}</code>
    </h1>
    <div class="outcome-told">
      <p class={`outcome outcome-${heard.outcome}`}>{heard.outcome}</p>
      <Prose text={heard.text} />
    </div>
    <p class="buttons">
      <a class="button primary" href={back}>
        Back
      </a>
      {back !== board && (
        <a class="button" href={board}>
          To the board
        </a>
      )}
    </p>
  </section>
);
