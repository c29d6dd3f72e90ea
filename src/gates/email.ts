/**
 * Whether an e-mail address is well formed: dot-separated atoms, `@`, and a domain of at least two labels.
 *
 * It agrees with the check of the DCO app, which is stricter than RFC 5322: no quoted local parts, no address
 * literals, and a last label that begins with a letter and holds no two hyphens in a row. At most 256 characters in
 * all, 64 before the `@`, 63 in a label.
 */
export const isEmail = (text: string): boolean => {
  const [local = "", domain = "", ...more] = text.split("@");
  if (more.length > 0 || text.length > 256 || local.length > 64) return false;
  const labels = domain.split(".");
  const last = labels.pop() ?? "";
  return (
    local.split(".").every((atom) => /^[\w!#$%&'*+\-/=?^`{|}~]+$/.test(atom)) &&
    labels.length > 0 &&
    labels.every((label) => label.length <= 63 && /^[a-z\d][a-z\d-]*$/i.test(label)) &&
    last.length <= 63 &&
    /^[a-z](?:-?[a-z\d])+$/i.test(last)
  );
};
