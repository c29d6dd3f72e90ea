import type { TodoRecord } from "./record.ts";

/**
 * Whether nothing is done yet on a todo's branch, so that it begins anew from its base as that is then. Where a lane was
 * cut off it goes on where it was: work that nobody has published may lie there.
 */
export const isUntouched = ({ head, pull, resume, rested, failed, lost }: TodoRecord): boolean =>
  head === null ||
  (pull === null && resume === null && rested?.commit === head && (lost === 0 || failed > 0));
