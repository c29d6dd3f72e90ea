/** The texts of a form's fields; one that was not sent is empty. */
export const fieldsOf = async (request: {
  readonly parseBody: () => Promise<Record<string, unknown>>;
}): Promise<(name: string) => string> => {
  const values = await request.parseBody();
  return (name) => {
    const value = values[name];
    // Browsers send line breaks as two characters.
    return typeof value === "string" ? value.replaceAll("\r\n", "\n") : "";
  };
};
