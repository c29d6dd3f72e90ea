interface Header {
  readonly name: string;
  readonly value: string;
}

/** Splits a commit or tag into its headers, in which a line that starts with a blank goes on, and its message. */
export const splitHeaders = (text: string): { headers: Header[]; message: string; raw: string } => {
  const end = text.indexOf("\n\n");
  const raw = end === -1 ? text : text.slice(0, end);
  const headers = raw
    .replaceAll("\n ", "\u0000")
    .split("\n")
    .map((line) => {
      const [name = "", ...value] = line.split(" ");
      return { name, value: value.join(" ").replaceAll("\u0000", "\n") };
    });
  return { headers, message: end === -1 ? "" : text.slice(end + 2), raw };
};
