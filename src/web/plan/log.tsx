import type { FC } from "hono/jsx";
import { asset } from "../assets.ts";
import type { ShownLog } from "./source.ts";

interface LogPageProps {
  readonly plan: string;
  readonly todo: string;
  readonly attempt: number;
  readonly log: ShownLog;
}

/** What the programs of an attempt printed; with scripts live while it runs, and as a replay afterwards. */
export const LogPage: FC<LogPageProps> = ({ plan, todo, attempt, log }) => {
  const page = `/-/plans/${encodeURIComponent(plan)}/todos/${encodeURIComponent(todo)}`;
  return (
    <section>
      <p class="meta">
        <a href={page}>{todo}</a>
      </p>
      <h1>Attempt {attempt}</h1>
      <p class="buttons" id="replay" hidden>
        <button type="button" data-speed="0">
          All at once
        </button>
        {[1, 4, 16].map((speed) => (
          <button type="button" data-speed={speed}>
            Replay {speed}×
          </button>
        ))}
      </p>
      <p class="meta" id="log-state" role="status">
        {log.isOver ? "It is over." : "It is at work."}
      </p>
      <section
        class="log"
        id="log"
        data-over={String(log.isOver)}
        data-next={log.next}
        tabindex={0}
        aria-label="Output"
      >
        {log.pieces.map(({ step, kind, text }) => (
          <pre class={`piece piece-${kind}`} data-step={step}>
            {text}
          </pre>
        ))}
      </section>
      <script src={asset("log.js").address} type="module" />
    </section>
  );
};
