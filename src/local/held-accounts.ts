import { setTimeout as sleep } from "node:timers/promises";
import { type HeldAccounts, heldAccounts } from "../core/decide/accounts.ts";
import { heldTexts } from "../core/report/account-waits.ts";
import type { Orchestrated } from "../steps/orchestrate.ts";
import type { RunEvent } from "./events.ts";

/** What a run knows of accounts that are held, as of its last look. */
interface HeldAccountsSeen {
  readonly now: () => HeldAccounts;
  /** Takes in a look, and tells what is new of it. */
  readonly look: (seen: Pick<Orchestrated, "todos" | "waits" | "pending" | "until">) => void;
}

export const watchAccounts = (emit: (event: RunEvent) => void): HeldAccountsSeen => {
  let known: Orchestrated["todos"] = [];
  let told: readonly string[] = [];
  return {
    now: () => heldAccounts(known, new Date()),
    look: ({ todos, waits, pending, until }) => {
      const { accounts } = waits;
      known = todos;
      const words = [...heldTexts(waits, timeText), ...pending];
      if (words.join() === told.join()) return;
      told = words;
      emit({ type: "held", until, accounts: accounts.map(({ account }) => account), words });
    },
  };
};

/** As the person's clock shows it; the day, where it is another one. */
export const timeText = (iso: string): string => {
  const at = new Date(iso);
  const isToday = at.toDateString() === new Date().toDateString();
  return at.toLocaleString("en-GB", {
    ...(isToday ? {} : { weekday: "short", day: "numeric", month: "short" }),
    ...{ hour: "2-digit", minute: "2-digit" },
  });
};

/** Waits till a time, or for the signal: that ends the wait, and there is nothing to tell about it. */
export const wakeAt = async (at: string, signal: AbortSignal): Promise<void> => {
  const ms = Date.parse(at) - Date.now();
  // A timer of Node's holds 24 days.
  if (ms > 0) await sleep(Math.min(ms, 86_400_000), undefined, { signal }).catch(() => undefined);
};
