/** Line numbers in rising order as ranges: `12-18,40`; after `most` ranges the rest is `…`. */
export const rangesOf = (lines: readonly number[], most: number): string => {
  const ranges: { first: number; last: number }[] = [];
  for (const line of lines) {
    const range = ranges.at(-1);
    if (range !== undefined && line === range.last + 1) range.last = line;
    else ranges.push({ first: line, last: line });
  }
  const shown = ranges
    .slice(0, most)
    .map(({ first, last }) => (first === last ? `${first}` : `${first}-${last}`));
  return [...shown, ...(ranges.length > most ? ["…"] : [])].join(",");
};
