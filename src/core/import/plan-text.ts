/** Whether a text has the keys of a plan file, though maybe with mistakes in it. */
export const isPlanText = (text: string): boolean => {
  const lines = text.replace(/^\ufeff/, "").split(/\r?\n/);
  const first = lines.find((line) => !/^\s*(?:#|---\s*$|$)/.test(line)) ?? "";
  return (
    /^[a-z]+\s*:/.test(first) &&
    ["plan", "bodies"].every((key) => lines.some((line) => line.startsWith(`${key}:`)))
  );
};
