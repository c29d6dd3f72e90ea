import { isForgeTrouble } from "../git/forge-trouble.ts";
import { answersAt } from "../github/client.ts";
import type { Outage } from "../github/outage.ts";

/** Has git wait for the forge as requests do, and with them. */
export const gitThrough =
  (outage: Outage, place: { readonly url: string; readonly token: string }) =>
  <T>(work: () => Promise<T>): Promise<T> =>
    outage.through(work, {
      failing: (error) => (isForgeTrouble(error) ? "lost" : "other"),
      isUp: () => answersAt(place),
      mayRepeat: true,
    });
