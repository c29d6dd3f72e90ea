import { generateKeyPairSync, randomBytes } from "node:crypto";

/*
 * Keys of many kinds, made when a test runs and of pieces, so that no scanner takes this file for a leak.
 */

const from = (letters: string, length: number): string =>
  [...randomBytes(length)].map((byte) => letters[byte % letters.length]).join("");

const small = "abcdefghijklmnopqrstuvwxyz";
const large = small.toUpperCase();
const digits = "0123456789";
const hex = (length: number) => from("0123456789abcdef", length);
const word = (length: number) => from(small + large + digits, length);

const pem = (type: "pkcs8" | "sec1", curve: string): string =>
  generateKeyPairSync("ec", {
    namedCurve: curve,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type, format: "pem" },
  }).privateKey;

const ed25519 = (): string =>
  generateKeyPairSync("ed25519", {
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  }).privateKey;

const dashes = "-".repeat(5);
const armoured = (name: string, body: string): string =>
  `${dashes}BEGIN ${name}${dashes}\n${body}\n${dashes}END ${name}${dashes}\n`;
const lines = (bytes: number): string => randomBytes(bytes).toString("base64").replace(/.{64}/g, "$&\n");
const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");

/** Real keys of thirty kinds and more, by name. */
export const keys: Readonly<Record<string, () => string>> = {
  "EC in PKCS#8": () => pem("pkcs8", "prime256v1"),
  "EC in SEC1": () => pem("sec1", "secp384r1"),
  Ed25519: ed25519,
  "Ed25519 in one line of JSON": () => JSON.stringify({ key: ed25519() }),
  OpenSSH: () => armoured("OPENSSH PRIVATE KEY", lines(300)),
  RSA: () => armoured("RSA PRIVATE KEY", lines(600)),
  PGP: () => armoured("PGP PRIVATE KEY BLOCK", `\n${lines(400)}\n=${word(4)}`),
  age: () => `AGE-SECRET-KEY-1${from(large + digits, 58)}`,
  "AWS access key id": () => `AK${"IA"}${from(`${large}234567`, 16)}`,
  "Stripe live": () => `sk_${"live"}_${word(24)}`,
  "Stripe restricted": () => `rk_${"live"}_${word(24)}`,
  "Google API": () => `AI${"za"}${word(35)}`,
  PyPI: () => `pypi-${"AgEIcHlwaS5vcmc"}${word(70)}`,
  "Hugging Face": () => `hf${"_"}${from(small + large, 34)}`,
  DigitalOcean: () => `dop${"_v1_"}${hex(64)}`,
  Telegram: () => `${from("123456789", 9)}:A${"A"}${word(33)}`,
  "Discord webhook": () => `https://discord.com/api/webhooks/${from("123456789", 18)}/${word(68)}`,
  "Azure storage": () =>
    `DefaultEndpointsProtocol=https;AccountName=shop;Account${"Key"}=${randomBytes(64).toString("base64")}`,
  "Azure client secret": () => `${word(3)}8Q${"~"}${word(34)}`,
  "service-role JWT": () =>
    `${part({ alg: "HS256", typ: "JWT" })}.${part({ iss: "supabase", role: "service_role", iat: 1 })}.${word(43)}`,
  GitHub: () => `gh${"p_"}${word(36)}`,
  "GitHub fine-grained": () => `github${"_pat_"}${word(22)}_${word(59)}`,
  GitLab: () => `gl${"pat-"}${word(20)}`,
  "Slack bot": () => `xo${"xb-"}${from(digits, 12)}-${from(digits, 12)}-${word(24)}`,
  "Slack webhook": () => `https://hooks.slack.com/services/T${from(large, 9)}/B${from(large, 9)}/${word(24)}`,
  npm: () => `npm${"_"}${word(36)}`,
  RubyGems: () => `rubygems${"_"}${hex(48)}`,
  Docker: () => `dckr${"_pat_"}${word(27)}`,
  Anthropic: () => `sk-${"ant-"}api03-${word(93)}`,
  OpenAI: () => `sk-${"proj-"}${word(40)}T3BlbkFJ${word(40)}`,
  SendGrid: () => `SG${"."}${word(22)}.${word(43)}`,
  Twilio: () => `S${"K"}${hex(32)}`,
  Shopify: () => `shp${"at_"}${hex(32)}`,
  Grafana: () => `gls${"a_"}${word(32)}_${hex(8)}`,
  Databricks: () => `dap${"i"}${hex(32)}`,
  Postman: () => `PMA${"K-"}${hex(24)}-${hex(34)}`,
  Linear: () => `lin${"_api_"}${word(40)}`,
  Doppler: () => `dp${".pt."}${word(43)}`,
  Terraform: () => `${word(14)}.atlas${"v1."}${word(67)}`,
  "a database": () => `postgres${"://"}shop:${word(20)}@db.shop.example.io:5432/shop`,
};

/** What only looks like a secret, in sixty ways. */
export const placeholders: readonly string[] = [
  ...[
    "postgres:postgres@localhost",
    "postgres:postgres@localhost:5432/app",
    "root:root@127.0.0.1/x",
    "user:password@localhost/db",
  ].map((rest) => `postgres${"://"}${rest}`),
  ...[
    "postgres:postgres@db:5432/app",
    "app:secret@postgres/app",
    "user:password@host:5432/db",
    "user:pass@example.com/db",
  ].map((rest) => `postgresql${"://"}${rest}`),
  ...[
    "root:root@mysql/app",
    "admin:admin@localhost:27017",
    "user:<password>@cluster.example.com",
    "root:example@mongo:27017",
  ].map((rest) => `mongodb${"://"}${rest}`),
  ...[
    `user:\${DB_PASSWORD}@db.shop.io/x`,
    "user:{{password}}@db.shop.io/x",
    "test:test@localhost/test",
    "guest:guest@rabbit",
  ].map((rest) => `mysql${"://"}${rest}`),
  ...["x", "X", "0", "a", "1"].flatMap((letter) => [
    `gh${"p_"}${letter.repeat(36)}`,
    `sk_${"live"}_${letter.repeat(24)}`,
    `npm${"_"}${letter.repeat(36)}`,
    `AI${"za"}${letter.repeat(35)}`,
  ]),
  ...["EXAMPLE", "example"].map((word) => `AK${"IA"}IOSFODNN7${word}`),
  `wJalrXUtnFEMI/K7MDENG/bPxRfiCY${"EXAMPLEKEY"}`,
  `sk_${"live"}_your_secret_key_goes_here1`,
  `sk_${"live"}_yourSecretKeyPlaceholder`,
  `sk-${"ant-"}api03-your-api-key-here-your-api-key-here-your-api-key-here-your-api-key-here-your-api-key-here`,
  `gh${"p_"}abcdefghijklmnopqrstuvwxyz0123456789`,
  `gh${"p_"}0123456789abcdef0123456789abcdef0123`,
  `gh${"p_"}ThisIsAnExampleTokenOfThirtySixChars`,
  `gh${"p_"}REPLACE_ME_REPLACE_ME_REPLACE_ME_REP`,
  `gh${"p_"}${"deadbeef".repeat(4)}dead`,
  `gl${"pat-"}xxxxxxxxxxxxxxxxxxxx`,
  `gl${"pat-"}your-token-placeholder`,
  `xo${"xb-"}000000000000-000000000000-XXXXXXXXXXXXXXXXXXXXXXXX`,
  `xo${"xb-"}your-slack-bot-token-goes-here`,
  "https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX",
  "https://hooks.slack.com/services/T00000000/B00000000/your-webhook-secret",
  `${dashes}BEGIN PRIVATE KEY${dashes}\n...\n${dashes}END PRIVATE KEY${dashes}`,
  `${dashes}BEGIN RSA PRIVATE KEY${dashes}\n<your key>\n${dashes}END RSA PRIVATE KEY${dashes}`,
  `${dashes}BEGIN PRIVATE KEY${dashes}\n${"x".repeat(64)}\n${dashes}END PRIVATE KEY${dashes}`,
  `${dashes}BEGIN PUBLIC KEY${dashes}\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEabcdefghijklmnopqrstuvwxyzabcdefghijk\n${dashes}END PUBLIC KEY${dashes}`,
  `SG${"."}${"x".repeat(22)}.${"x".repeat(43)}`,
  `hf${"_"}${"x".repeat(34)}`,
  `dop${"_v1_"}${"0".repeat(64)}`,
  `pypi-${"AgEIcHlwaS5vcmc"}${"A".repeat(70)}`,
  `123456789:A${"A"}${"x".repeat(33)}`,
  "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIn0.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c",
];
