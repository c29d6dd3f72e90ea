import { logSteps } from "../core/lane/attempt.ts";
import type { Plan } from "../core/plan/plan.ts";
import type { UserRepository } from "../git/repositories/repository.ts";
import { connect } from "../github/client.ts";
import { attemptsIn } from "../local/attempts.ts";
import type { ForgeConnection } from "../local/forge.ts";
import type { Home } from "../local/home.ts";
import { openInBrowser } from "./board/browser.ts";
import { diffLines } from "./diff/lines.ts";
import { readDiff } from "./diff/read.ts";
import { follow } from "./log/follow.ts";
import { pieceLines } from "./log/lines.ts";
import { logReader } from "./log/reader.ts";
import type { OpenForge } from "./open-forge.ts";
import { say } from "./speech.ts";
import { plain } from "./text/clip.ts";
import type { Colors } from "./text/colors.ts";
import type { RunActions } from "./view/actions.ts";

interface RunPlace {
  readonly plan: Plan;
  readonly repository: UserRepository;
  readonly home: Pick<Home, "handOff">;
  readonly forge: ForgeConnection;
  readonly colors: Colors;
}

/** What keys do while a run goes on, by the forge that it has open and by what it keeps. */
export const runActions = ({ plan, repository, home, forge, colors }: RunPlace): RunActions => ({
  log: async (todo, told, signal) => {
    const all = () => attemptsIn(home.handOff(plan.id, todo));
    const before = (await all()).length - 1;
    await follow({
      attempts: async () => (await all()).slice(Math.max(0, before)),
      isLive: async () => !signal.aborted,
      reader: () => logReader({ steps: logSteps, raw: false }),
      show: (_, pieces) => told(pieces.flatMap((piece) => pieceLines(piece, { columns: null, colors }))),
    });
  },
  diff: async (todo) => {
    const { from, to, diff } = await readDiff(plan, lookFrom(forge), { name: todo, round: undefined });
    return [colors.dim(plain(`${from} → ${to}`)), ...(diff === "" ? ["nothing"] : diffLines(diff, colors))];
  },
  open: (todo) => {
    if (forge.entrance === null) return `the page of ${todo} is its issue on GitHub`;
    openInBrowser(
      forge.entrance(`/-/plans/${encodeURIComponent(plan.id)}/todos/${encodeURIComponent(todo)}`),
    );
    return `the page of ${todo} opens in the browser`;
  },
  say: async (command, todo) => {
    const speech = { plan, repository, todo: todo ?? undefined, body: `/milepost ${command}` };
    const { outcome, text } = await say({ ...speech, begun: new Date() }, lookFrom(forge));
    return { isObeyed: outcome === "obeyed", text: plain(text) };
  },
  stop: () => {
    process.kill(process.pid, "SIGINT");
  },
});

/** The run's own forge, which it closes itself. */
const lookFrom = (forge: ForgeConnection): OpenForge => {
  const github = connect({ ...forge, token: forge.tokens.bot });
  return {
    github,
    person: forge.person === null ? github : connect({ ...forge, token: forge.person }),
    isLive: true,
    livenessOf: async () => "live",
    [Symbol.asyncDispose]: async () => undefined,
  };
};
