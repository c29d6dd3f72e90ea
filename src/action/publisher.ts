import { isForgeTrouble } from "../git/forge-trouble.ts";
import { openPublisher, type Publisher } from "../git/repositories/publisher.ts";
import { gitUrl } from "./connect.ts";
import type { Job } from "./job.ts";
import { outageOf } from "./outage.ts";
import { placeOf } from "./place.ts";

/** The repository that fetches from the forge, and pushes to it with a token that may. */
export const publisherFor = (job: Job, token: string): Promise<Publisher> =>
  openPublisher({
    dir: placeOf(job).publisher,
    url: gitUrl(job),
    token,
    shallow: true,
    through: async (work) => {
      try {
        return await work();
      } catch (error) {
        if (!isForgeTrouble(error)) throw error;
        // Loaded only now: what asks the forge comes with it.
        const { gitThrough } = await import("../local/outage.ts");
        return await gitThrough(outageOf(job), { url: job.api, token })(work);
      }
    },
  });
