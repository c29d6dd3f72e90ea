/** Whether what parts of a series say, boxes or titles, is said by most of them again. */
export const isSameAgain = (texts: readonly (readonly string[])[]): boolean => {
  const counts = new Map<string, number>();
  for (const own of texts) for (const text of new Set(own)) counts.set(text, (counts.get(text) ?? 0) + 1);
  const again = texts.flat().filter((text) => (counts.get(text) ?? 0) > 1);
  return texts.length > 1 && again.length > 0 && again.length * 3 >= texts.flat().length * 2;
};
