import { statusOf } from "./client.ts";

/** What is not there, or not ours to see, is no answer. */
export const orNull = async <Answer>(asked: Promise<Answer>): Promise<Answer | null> => {
  try {
    return await asked;
  } catch (error) {
    if ([403, 404, 410].includes(statusOf(error) ?? 0)) return null;
    throw error;
  }
};
