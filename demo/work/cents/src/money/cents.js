/** An amount such as `12.50` in whole cents. */
export const toCents = (text) => {
  const [, whole, part = ""] = /^(\d+)(?:\.(\d{1,2}))?$/.exec(text) ?? [];
  if (whole === undefined) throw new TypeError(`${text} is no amount`);
  return Number(whole) * 100 + Number(part.padEnd(2, "0"));
};

/** Whole cents as people read them. */
export const format = (cents) => `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, "0")}`;
