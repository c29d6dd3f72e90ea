import { openPublisher, type Publisher } from "../git/repositories/publisher.ts";
import { gitUrl } from "./connect.ts";
import type { Job } from "./job.ts";
import { placeOf } from "./place.ts";

/** The repository that fetches from the forge, and pushes to it with a token that may. */
export const publisherFor = (job: Job, token: string): Promise<Publisher> =>
  openPublisher({ dir: placeOf(job).publisher, url: gitUrl(job), token });
