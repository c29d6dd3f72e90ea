import { execFileSync } from "node:child_process";
import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readJson } from "../../src/agents/read-json.ts";
import { judge, verdictSchema } from "../../src/core/verdict/verdict.ts";
import { folder } from "./folder.ts";

const head = "a".repeat(40);
const rules = ["No new globals", "Tests for our APIs"];
const compliance = rules.map((rule) => ({ rule, ok: true, note: "" }));
const good = { decision: "approve", summary: "Good", commit: head, compliance, findings: [], followUps: [] };
const json = JSON.stringify(good);
const finding = { path: "a.ts", line: 1, body: "No", severity: "blocking" };

/** What becomes of a verdict: approved, no approval, or asked for again with what was wrong with it. */
const fateOf = async (file: string): Promise<string> => {
  try {
    const verdict = await readJson(file, verdictSchema, "the reviewer's verdict");
    if (verdict === null) return "asked again: there is none";
    const { approved, objections } = judge(verdict, { head, rules });
    return approved ? "approved" : `no approval: ${objections.join("; ")}`;
  } catch (error) {
    return `asked again: ${error instanceof Error ? error.message : error}`;
  }
};

const approve = (more: object) => JSON.stringify({ ...good, ...more });

/** Malformed in what stands in the file. */
const texts: [string, string, RegExp][] = [
  ["empty", "", /^asked again.*not JSON/],
  ["of blanks only", " \n\t ", /^asked again.*not JSON/],
  ["a word", "approve", /^asked again.*not JSON/],
  ["a string", '"approve"', /^asked again.*not as agreed/],
  ["true", "true", /^asked again.*not as agreed/],
  ["null", "null", /^asked again.*not as agreed/],
  ["a number", "1", /^asked again.*not as agreed/],
  ["a list of one", `[${json}]`, /^asked again.*not as agreed/],
  ["two of them", `${json}\n${json}`, /^asked again.*not JSON/],
  ["prose before it", `Here is my verdict:\n${json}`, /^asked again.*not JSON/],
  ["prose behind it", `${json}\nThat is all.`, /^asked again.*not JSON/],
  ["a fence around it", `\`\`\`json\n${json}\n\`\`\``, /^asked again.*not JSON/],
  ["a comment in it", `// yes\n${json}`, /^asked again.*not JSON/],
  ["a byte order mark before it", `\ufeff${json}`, /^asked again.*not JSON/],
  ["a comma too many", json.replace(/\}$/, ",}"), /^asked again.*not JSON/],
  ["cut off", json.slice(0, -10), /^asked again.*not JSON/],
  ["single quotes", json.replaceAll('"', "'"), /^asked again.*not JSON/],
  ["NaN as a line", json.replace('"findings":[]', '"findings":[{"line":NaN}]'), /^asked again.*not JSON/],
  ["a zero byte", `${json}\u0000`, /^asked again.*not JSON/],
  ["YAML", "decision: approve\nsummary: Good\n", /^asked again.*not JSON/],
  [
    "its decision twice",
    json.replace("{", '{"decision":"request_changes",'),
    /^asked again.*"decision" twice/,
  ],
  [
    "its decision twice, once in disguise",
    json.replace("{", '{"\\u0064ecision":"request_changes",'),
    /^asked again.*"decision" twice/,
  ],
  ["a rule's answer twice", json.replace('"ok":true', '"ok":false,"ok":true'), /^asked again.*"ok" twice/],
  [
    "a prototype",
    json.replace("{", '{"__proto__":{"decision":"approve"},'),
    /^asked again.*(__proto__|not as agreed)/,
  ],
  ["very deep", `{"summary":${"[".repeat(50_000)}${"]".repeat(50_000)}}`, /^asked again/],
];

/** Malformed in what it says. */
const values: [string, object, RegExp][] = [
  ["no decision", { decision: undefined }, /^asked again.*decision/],
  ["an unknown decision", { decision: "lgtm" }, /^asked again.*decision/],
  ["a decision in capitals", { decision: "APPROVE" }, /^asked again.*decision/],
  ["a decision with a blank", { decision: "approve " }, /^asked again.*decision/],
  ["a decision in other letters", { decision: "аpprove" }, /^asked again.*decision/],
  ["a list as decision", { decision: ["approve"] }, /^asked again.*decision/],
  ["true as decision", { decision: true }, /^asked again.*decision/],
  ["no summary", { summary: undefined }, /^asked again.*summary/],
  ["a list as summary", { summary: ["Good"] }, /^asked again.*summary/],
  ["a long summary", { summary: "x".repeat(20_001) }, /^asked again.*summary/],
  ["an unknown key", { approved: true }, /^asked again.*approved/],
  ["a short commit", { commit: head.slice(0, 10) }, /^asked again.*commit/],
  ["a commit in capitals", { commit: head.toUpperCase() }, /^asked again.*commit/],
  ["null as commit", { commit: null }, /^asked again.*commit/],
  ["null as findings", { findings: null }, /^asked again.*findings/],
  ["an object as findings", { findings: {} }, /^asked again.*findings/],
  ["a finding without a line", { findings: [{ ...finding, line: undefined }] }, /^asked again.*line/],
  ["a finding on line 0", { findings: [{ ...finding, line: 0 }] }, /^asked again.*line/],
  ["a finding on line 1.5", { findings: [{ ...finding, line: 1.5 }] }, /^asked again.*line/],
  ["a line in words", { findings: [{ ...finding, line: "1" }] }, /^asked again.*line/],
  ["an unknown severity", { findings: [{ ...finding, severity: "Blocking" }] }, /^asked again.*severity/],
  ["too many findings", { findings: new Array(501).fill(finding) }, /^asked again.*findings/],
  ["an unknown kind of follow-up", { followUps: [{ kind: "FIX", title: "x" }] }, /^asked again.*kind/],
  ["a follow-up without a title", { followUps: [{ kind: "todo", title: " " }] }, /^asked again.*title/],
  ["yes as a rule's answer", { compliance: [{ ...compliance[0], ok: "yes" }] }, /^asked again.*ok/],
  ["a rule that is a list", { compliance: [{ ...compliance[0], rule: rules }] }, /^asked again.*rule/],
  ["another commit", { commit: "b".repeat(40) }, /^no approval.*written for commit bbb/],
  ["a blocking finding", { findings: [finding] }, /^no approval.*blocking finding at a\.ts:1/],
  ["a fix to make", { followUps: [{ kind: "fix", title: "Do" }] }, /^no approval.*a fix: Do/],
  ["no word on the rules", { compliance: undefined }, /^no approval.*does not confirm the rule: No new/],
  ["a rule left out", { compliance: compliance.slice(1) }, /^no approval.*the rule: No new globals/],
  [
    "a rule confirmed and denied",
    { compliance: [...compliance, { ...compliance[0], ok: false }] },
    /^no approval.*the rule: No new globals/,
  ],
  [
    "a rule in other letters",
    { compliance: compliance.map((one) => ({ ...one, rule: one.rule.replace("o", "о") })) },
    /^no approval.*the rule: No new globals/,
  ],
  [
    "a rule in words like its own",
    { compliance: compliance.map((one) => ({ ...one, rule: one.rule.replace(/s$/, "") })) },
    /^no approval/,
  ],
  ["a rule by its number", { compliance: [{ rule: "1", ok: true }] }, /^no approval/],
  ["a request for changes", { decision: "request_changes" }, /^no approval/],
];

type Case = readonly [string, (file: string) => Promise<unknown> | unknown, RegExp];

/** Malformed as a file. */
const files: Case[] = [
  ["no file", () => undefined, /^asked again: there is none/],
  ["a folder", (file) => mkdir(file), /^asked again.*not a plain file/],
  ["a pipe", (file) => execFileSync("mkfifo", [file]), /^asked again.*not a plain file/],
  ["a link to itself", (file) => symlink(file, file), /^asked again.*cannot be read/],
  [
    "a link to an approval",
    async (file) => {
      await writeFile(`${file}.other`, json);
      await symlink(`${file}.other`, file);
    },
    /^asked again.*cannot be read/,
  ],
  [
    "10 MB",
    (file) => writeFile(file, approve({ summary: "x".repeat(10_000_000) })),
    /^asked again.*over 1 MiB/,
  ],
  ["UTF-16", (file) => writeFile(file, Buffer.from(json, "utf16le")), /^asked again/],
  [
    "not UTF-8",
    (file) => writeFile(file, Buffer.concat([Buffer.from(json), Buffer.from([0xff])])),
    /^asked again.*cannot be read/,
  ],
];

const malformed: Case[] = [
  ...texts.map(([name, text, fate]): Case => [name, (file) => writeFile(file, text), fate]),
  ...values.map(([name, more, fate]): Case => [name, (file) => writeFile(file, approve(more)), fate]),
  ...files,
];

test.each(malformed)("a verdict that has or is %s is no approval", async (_, make, fate) => {
  await using at = await folder();
  const file = join(at.dir, "verdict.json");
  await make(file);
  expect(await fateOf(file)).toMatch(fate);
});

test("what is not malformed is an approval", async () => {
  await using at = await folder();
  const file = join(at.dir, "verdict.json");
  for (const text of [json, `${json}\n`, JSON.stringify(good, null, "\t")]) {
    await writeFile(file, text);
    expect(await fateOf(file)).toBe("approved");
  }
});
