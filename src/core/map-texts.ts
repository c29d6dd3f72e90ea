/** The same value with every text in it, however deep, as `map` makes it. */
export const mapTexts = <Value>(value: Value, map: (text: string) => string): Value => {
  const mapped = (one: unknown): unknown => {
    if (typeof one === "string") return map(one);
    if (Array.isArray(one)) return one.map(mapped);
    if (typeof one !== "object" || one === null) return one;
    return Object.fromEntries(Object.entries(one).map(([key, each]) => [key, mapped(each)]));
  };
  return mapped(value) as Value;
};
