import { notFound } from "./errors.ts";

/**
 * What an address names by a number.
 * @throws HttpError 404 when that is no number, or nothing has it.
 */
export const byNumber = <Found>(text: string, find: (number: number) => Found | undefined): Found => {
  const found = /^\d+$/.test(text) ? find(Number(text)) : undefined;
  if (!found) throw notFound();
  return found;
};
