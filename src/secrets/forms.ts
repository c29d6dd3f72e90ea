/** A form by which a secret is known. */
interface Form {
  /** As findings name it. */
  readonly rule: string;
  readonly pattern: RegExp;
  /** Looks at what was found, where the form alone does not tell. */
  readonly holds?: (found: string) => boolean;
}

/** A form of a prefix that its maker chose so that it can be found. */
const form = (rule: string, pattern: RegExp, holds?: Form["holds"]): Form => ({
  rule,
  pattern,
  ...(holds ? { holds } : {}),
});

const isServiceRole = (token: string): boolean => {
  const payload = Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8");
  return /"role"\s*:\s*"(?:service_role|supabase_admin)"/.test(payload);
};

const isOpenAiLogin = (token: string): boolean =>
  /"https:\/\/api\.openai\.com\//.test(Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8"));

/** Letters of a key in lines, in one line, or as texts of code write line breaks, and its end where it is there. */
const keyBody = String.raw`(?:[A-Za-z0-9+/=:,. ]|-(?!-)|\\+[nr]|["'\s]){64,}(?:-----END [A-Z0-9 ]+-----)?`;

/** Forms that the rules of the scanner do not know, or not in all their kinds. */
export const forms: readonly Form[] = [
  form(
    "privatekey/any",
    new RegExp(`-----BEGIN (?:[A-Z0-9]+ ){0,3}PRIVATE KEY(?: BLOCK)?-----${keyBody}`, "g"),
  ),
  form("privatekey/age", /\bAGE-SECRET-KEY-1[0-9A-Z]{58}\b/g),
  form("aws/access-key-id", /\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}\b/g),
  form("stripe/key", /\b(?:sk|rk)_(?:live|prod)_[A-Za-z0-9]{16,247}\b/g),
  form("stripe/webhook", /\bwhsec_[A-Za-z0-9+/]{32,}=*/g),
  form("google/api-key", /\bAIza[\w-]{35}(?![\w-])/g),
  form("google/oauth", /\b(?:GOCSPX-[\w-]{28}|ya29\.[\w-]{60,}|1\/\/0[\w-]{40,})(?![\w-])/g),
  form("pypi/token", /\bpypi-Ag(?:EIcHlwaS5vcmc|ENdGVzdC5weXBpLm9yZw)[\w-]{50,}/g),
  form("huggingface/token", /\b(?:hf_[A-Za-z]{34}|api_org_[A-Za-z]{34})\b/g),
  form("digitalocean/token", /\bdo[opr]_v1_[a-f0-9]{64}\b/g),
  form("telegram/bot", /\b\d{8,10}:AA[\w-]{33}(?![\w-])/g),
  form(
    "discord/webhook",
    /https:\/\/(?:\w+\.)?discord(?:app)?\.com\/api\/(?:v\d+\/)?webhooks\/\d{17,20}\/[\w-]{60,}/g,
  ),
  form("discord/bot", /\b[MNO][A-Za-z\d_-]{23,27}\.[\w-]{6}\.[\w-]{27,38}(?![\w-])/g),
  form("azure/storage-key", /\bAccountKey=[A-Za-z0-9+/]{86}==/g),
  form("azure/shared-access-key", /\bSharedAccessKey=[A-Za-z0-9+/]{43}=/g),
  form("azure/client-secret", /(?<![\w~.-])[\w~.-]{3}\dQ~[\w~.-]{31,34}(?![\w~.-])/g),
  form("supabase/service-role", /\beyJ[\w-]{10,}\.eyJ[\w-]{20,}\.[\w-]{20,}/g, isServiceRole),
  form("supabase/token", /\bsb(?:p|_secret)_[A-Za-z0-9_-]{30,50}\b/g),
  form("github/token", /\b(?:gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59})\b/g),
  form(
    "gitlab/token",
    /\b(?:gl(?:pat|ptt|dt|rt|cbt|imt|ft|oas|soat)-[\w-]{20,}|GR1348941[\w-]{20})(?![\w-])/g,
  ),
  form("slack/token", /\b(?:xox[abepors]-(?:\d+-)*[A-Za-z0-9-]{16,}|xapp-\d-[A-Z0-9]+-\d+-[a-z0-9]{30,})/g),
  form(
    "slack/webhook",
    /https:\/\/hooks\.slack\.com\/(?:services|workflows|triggers)\/[A-Z0-9]{8,}\/[A-Z0-9]{8,}\/[A-Za-z0-9]{20,}/g,
  ),
  form(
    "teams/webhook",
    /https:\/\/\w+\.webhook\.office\.com\/webhookb2\/[\w-]{36}@[\w-]{36}\/IncomingWebhook\/\w{32}\/[\w-]{36}/g,
  ),
  form("npm/token", /\bnpm_[A-Za-z0-9]{36}\b/g),
  form("rubygems/key", /\brubygems_[a-f0-9]{48}\b/g),
  form(
    "crates/token",
    /\bcio[A-Za-z0-9]{32}\b/g,
    (found) => /\d/.test(found) && /[a-z]/.test(found) && /[A-Z]/.test(found),
  ),
  form("nuget/key", /\boy2[a-z0-9]{43}\b/g),
  form("docker/token", /\bdckr_(?:pat|oat)_[\w-]{27,}/g),
  form("anthropic/key", /\bsk-ant-(?:api|admin|oat|ort)\d\d-[\w-]{80,}/g),
  form("openai/key", /\bsk-(?:(?:proj|svcacct|admin|None)-)?[\w-]{20,}T3BlbkFJ[\w-]{20,}/g),
  form("openai/login", /\beyJ[\w-]{10,}\.eyJ[\w-]{20,}\.[\w-]{20,}/g, isOpenAiLogin),
  form("openai/refresh-token", /\brt_[\w-]{40,}(?:\.[\w-]{20,})?/g),
  form("groq/key", /\bgsk_[A-Za-z0-9]{52}\b/g),
  form("perplexity/key", /\bpplx-[A-Za-z0-9]{48}\b/g),
  form("replicate/token", /\br8_[A-Za-z0-9]{37}\b/g),
  form("xai/key", /\bxai-[A-Za-z0-9]{80}\b/g),
  form("langsmith/key", /\blsv2_(?:pt|sk)_[a-f0-9]{32}_[a-f0-9]{10}\b/g),
  form("twilio/key", /\bSK[0-9a-f]{32}\b/g),
  form("sendgrid/key", /\bSG\.[\w-]{22}\.[\w-]{43}(?![\w-])/g),
  form("mailgun/key", /\bkey-[0-9a-f]{32}\b/g),
  form("mailchimp/key", /\b[0-9a-f]{32}-us\d{1,2}\b/g),
  form("heroku/key", /\bHRKU-[\w-]{36,60}/g),
  form("fly/token", /\b(?:fo1_[\w-]{43}|fm[12][ar]?_[A-Za-z0-9+/]{100,})/g),
  form("netlify/token", /\bnfp_[A-Za-z0-9]{36}\b/g),
  form("render/key", /\brnd_[A-Za-z0-9]{32}\b/g),
  form("planetscale/token", /\bpscale_(?:tkn|oauth|pw)_[\w.=-]{32,64}/g),
  form("newrelic/key", /\b(?:NRAK-[A-Z0-9]{27}|NRII-[\w-]{32}|NRJS-[a-f0-9]{19})\b/g),
  form("sentry/token", /\b(?:sntrys_eyJ[\w+/=-]{60,}|sntryu_[a-f0-9]{64})/g),
  form("grafana/token", /\b(?:glsa_[A-Za-z0-9]{32}_[A-Fa-f0-9]{8}|glc_[A-Za-z0-9+/]{50,}={0,2})/g),
  form("dynatrace/token", /\bdt0[a-z]\d\d\.[A-Z0-9]{24}\.[A-Z0-9]{64}\b/g),
  form("postman/key", /\bPMAK-[0-9a-f]{24}-[0-9a-f]{34}\b/g),
  form("atlassian/token", /\bAT(?:A|C)TT3[\w=-]{60,}/g),
  form("linear/key", /\blin_(?:api|oauth)_[A-Za-z0-9]{40,}\b/g),
  form("notion/token", /\b(?:ntn_[A-Za-z0-9]{43,}|secret_[A-Za-z0-9]{43})\b/g),
  form("airtable/token", /\bpat[A-Za-z0-9]{14}\.[0-9a-f]{64}\b/g),
  form("figma/token", /\bfig[dour]_[\w-]{40,}/g),
  form("shopify/token", /\bshp(?:at|ca|pa|ss|ua|ka)_[a-fA-F0-9]{32}\b/g),
  form("square/token", /\b(?:sq0(?:atp|csp)-[\w-]{22,43}|EAAA[\w-]{60})(?![\w-])/g),
  form("braintree/token", /\baccess_token\$production\$[0-9a-z]{16}\$[0-9a-f]{32}\b/g),
  form("flutterwave/key", /\bFLWSECK-[0-9a-f]{32}-X\b/g),
  form("razorpay/key", /\brzp_live_[A-Za-z0-9]{14}\b/g),
  form("facebook/token", /\bEAA[A-Za-z0-9]{2,6}[A-Za-z0-9]{90,}\b/g, (found) => /\d/.test(found)),
  form("doppler/token", /\bdp\.(?:pt|st|sa|ct|scim|audit)\.(?:[\w-]+\.)?[A-Za-z0-9]{40,44}\b/g),
  form("vault/token", /\bhv[sbr]\.[\w-]{24,}/g),
  form("pulumi/token", /\bpul-[a-f0-9]{40}\b/g),
  form("terraform/token", /\b[A-Za-z0-9]{14}\.atlasv1\.[\w-]{60,}/g),
  form("databricks/token", /\bdapi[a-f0-9]{32}(?:-\d)?\b/g),
  form("sonar/token", /\bsq[pua]_[a-f0-9]{40}\b/g),
  form("buildkite/token", /\bbk[a-z]{2}_[a-z0-9]{40}\b/g),
  form("circleci/token", /\bCCI(?:PAT|PRJ)_[A-Za-z0-9]{22}_[a-f0-9]{40}\b/g),
  form("alibaba/key", /\bLTAI[A-Za-z0-9]{17,21}\b/g, (found) => /\d/.test(found)),
  form("dropbox/token", /\bsl\.[A-Za-z0-9_-]{130,}/g),
  form("cloudflare/origin-ca", /\bv1\.0-[a-f0-9]{24}-[a-f0-9]{146}\b/g),
  form(
    "1password/token",
    /\b(?:ops_eyJ[\w+/=-]{200,}|A3-[A-Z0-9]{6}-(?:[A-Z0-9]{11}|[A-Z0-9]{6}-[A-Z0-9]{5})(?:-[A-Z0-9]{5}){3})\b/g,
  ),
];

/** A secret in a text. */
export interface Found {
  readonly rule: string;
  readonly start: number;
  readonly end: number;
}

/** The secrets in a text by these forms, where they stand. */
export const formsIn = (text: string): Found[] =>
  forms.flatMap(({ rule, pattern, holds = () => true }) =>
    [...text.matchAll(pattern)]
      .filter(([found]) => holds(found))
      .map(({ index, 0: found }) => ({ rule, start: index, end: index + found.length })),
  );
