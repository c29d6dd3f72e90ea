import type { Twin } from "../snapshot/snapshot.ts";
import type { Change } from "./change.ts";

/** Closes what the forge made twice. */
export const closedTwins = (twins: readonly Twin[]): Change[] =>
  twins.map((twin): Change => {
    const why = "the forge made it twice";
    switch (twin.kind) {
      case "issue":
        return {
          type: "close-twin",
          why,
          number: twin.number,
          text: `${madeTwice}: #${twin.of} is the one that counts.`,
        };
      case "review":
        return {
          type: "dismiss-twin",
          why,
          pull: twin.pull,
          review: twin.review,
          text: `${madeTwice}: the one before it counts.`,
        };
      default:
        return twin satisfies never;
    }
  });

const madeTwice = "The forge made this twice of one request";
