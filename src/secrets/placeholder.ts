/** Whether what has the form of a secret is only there to show the form: nobody's token is like it. */
export const isPlaceholder = (found: string): boolean => {
  if (found.startsWith("-----BEGIN")) return isHollowKey(found);
  const connection = connectionIn(found);
  if (connection) return isPlaceholderConnection(connection);
  const body = found.replace(/^[A-Za-z]{1,6}[-_.]/, "");
  return says.test(body) || shows.test(body) || repeats(body) || counts(body);
};

/** Words that no generator makes but by a chance of one in billions: each has at least six letters. */
const says =
  /example|placeholder|change[-_]?(?:it|me|this)|dummy[-_]?|redacted|replace[-_]?(?:me|with|this)|insert[-_]?(?:your|here)|your[-_]?(?:[a-z]+[-_]){0,3}[a-z]*(?:token|key|secret|password|api)|not[-_]?(?:a[-_]?)?real|(?:fake|test|sample|mock)[-_]?(?:token|key|secret|password|api)|deadbeef|foobarbaz|lorem[-_]?ipsum/i;

/** A place for another text: `<…>`, `${…}`, `{{…}}`, `%s`, three dots. */
const shows = /<[\w -]+>|\$\{?[A-Z_a-z]|\{\{|%[sd]|\.{3}|…|\*{3}/;

/** One letter over and over, or a few of them. */
const repeats = (body: string): boolean => {
  if (/(.)\1{7,}/.test(body)) return true;
  const letters = body.replace(/[^A-Za-z0-9]/g, "");
  return (
    letters.length >= 12 &&
    new Set(letters.toLowerCase()).size <= Math.max(2, Math.min(letters.length, 64) / 16)
  );
};

/** A key of which most letters are left out, or are the same: what else its text says may be said of a real one. */
const isHollowKey = (found: string): boolean => {
  const body = found.replace(/-----(?:BEGIN|END)[A-Z0-9 ]*-----/g, "").replace(/\\+[nr]/g, "\n");
  const letters = (body.match(/^[\s"',]*[A-Za-z0-9+/]{16,}={0,2}[\s"',]*$/gm) ?? [])
    .join("")
    .replace(/[^A-Za-z0-9+/]/g, "");
  return letters.length < 56 || new Set(letters).size <= 8;
};

/** The alphabet or the digits, as somebody types them. */
const counts = (body: string): boolean =>
  /(?:0?123456789){2}|0123456789abcdef|1234567890(?:abcdef|1234)|abcdefghij(?:klmnop)|ABCDEFGHIJKL|9876543210/i.test(
    body,
  );

interface Connection {
  readonly user: string;
  readonly password: string;
  readonly host: string;
}

const connectionIn = (found: string): Connection | null => {
  const [, user = "", password = "", host] =
    /^[a-z][\w+.-]*:\/\/([^:@/\s]*):([^@/\s]*)@([^/?\s:"'`,)\]]+)/i.exec(found) ?? [];
  return host === undefined ? null : { user, password, host };
};

/** A password that everybody knows, or any of a host that names nothing. */
const isPlaceholderConnection = ({ user, password, host }: Connection): boolean => {
  const isLocal =
    /^(?:localhost|127(?:\.\d+){3}|0\.0\.0\.0|\[?::1\]?|host\.docker\.internal|[a-z][\w-]*)$/i.test(host);
  const isExample =
    /(?:^|\.)(?:example(?:\.(?:com|org|net))?|test|invalid|localhost|domain\.com|host\.com)$/i.test(host);
  const isKnown =
    password.toLowerCase() === user.toLowerCase() ||
    /^(?:pass(?:word|wd)?|pw|pwd|secret|admin|root|test(?:ing)?|postgres|mysql|mongo|redis|guest|user|dev(?:elopment)?|example|changeme|my[-_]?(?:secret[-_]?)?(?:password|pw)|hunter2|p|x+|\*+|12345\d*)$/i.test(
      password,
    );
  return (
    shows.test(password) ||
    isExample ||
    (isLocal && isKnown) ||
    (isKnown && /^(?:host|server|db|database|hostname)(?:\.|$)/i.test(host))
  );
};
