import type { Notice, NoticeOf } from "../../../src/core/notice/notice.ts";
import { discordMessage, mentionText, noticeJson, slackMessage } from "../../../src/core/notice/shapes.ts";
import { noticeText } from "../../../src/core/notice/text.ts";

const plan = { id: "shop", title: "Shop" };
const here = {
  url: null,
  plan: "plans/shop.yml",
  options: " --repo ../s",
  run: "milepost run plans/shop.yml",
  tracking: 9,
};
const onGitHub = {
  ...here,
  url: "https://github.com/o/r",
  options: "",
  run: "gh workflow run milepost.yml -f plan=shop",
};
const todo = { id: "pay", order: "01a", title: "Pay", issue: 7 };
const person: NoticeOf<"person"> = {
  event: "person",
  key: "k",
  todo,
  reason: { code: "agent-asks", said: "Which bank?" },
  command: "changes <what>",
};
const wanted: Notice = {
  event: "person",
  key: "k",
  todo,
  reason: { code: "paths-wanted", paths: ["lib/a.ts"] },
  command: "grant",
};
const budget: Notice = { event: "budget", key: "k", spent: 5.5, limit: 5, done: 1, total: 3 };
const stuck: Notice = {
  event: "stuck",
  key: "k",
  reasons: ["one\n  | more", "two", "three", "four", "five"],
};

test.each<[string, Notice, typeof here | typeof onGitHub, RegExp, RegExp, string, string | null]>([
  [
    "a person, here",
    person,
    here,
    /Shop: 01a Pay waits/,
    /Which bank\?/,
    'milepost say plans/shop.yml changes "<what>" --todo 01a --repo ../s',
    null,
  ],
  [
    "a person, on GitHub",
    wanted,
    onGitHub,
    /waits/,
    /lib\/a\.ts/,
    "/milepost grant",
    "https://github.com/o/r/issues/7",
  ],
  ["the budget", budget, here, /\$5\.50 of \$5\.00/, /1 of 3 todos/, "milepost run plans/shop.yml", null],
  [
    "the budget, on GitHub",
    budget,
    onGitHub,
    /budget/,
    /no more/,
    "gh workflow run milepost.yml -f plan=shop",
    null,
  ],
  [
    "stuck",
    stuck,
    here,
    /person/,
    /^- one\n- two\n- three\n- four\n- 1 more$/,
    "milepost status plans/shop.yml --repo ../s",
    null,
  ],
  [
    "a held account",
    {
      event: "held",
      key: "k",
      accounts: ["claude (work)"],
      until: "2026-11-30T21:00:00Z",
      reasons: ["claude (work): usage limit until 2026-11-30 21:00 UTC; 3 todos wait"],
    },
    here,
    /nothing goes on before 2026-11-30 21:00 UTC, then by itself/,
    /^claude \(work\): usage limit/,
    "milepost status plans/shop.yml --repo ../s",
    null,
  ],
])("%s: what, why, and the one thing that answers", (_, notice, place, what, why, command, link) => {
  const text = noticeText(notice, plan, place);
  expect(text).toMatchObject({
    what: expect.stringMatching(what),
    why: expect.stringMatching(why),
    answer: { command, link },
  });
  expect(text.answer.text).toContain(link ?? command);
});

test("what is done says what is left for a person, and where", () => {
  const done = (open: number[]): Notice => ({ event: "done", key: "k", total: 3, open });
  expect(noticeText(done([4, 5]), plan, onGitHub)).toMatchObject({
    what: "Shop: done, all 3 todos",
    why: expect.stringContaining("#4, #5"),
    answer: { command: null, link: "https://github.com/o/r/issues/9" },
  });
  expect(noticeText(done([]), plan, here).why).toBe("all six criteria hold");
});

const hostile: NoticeOf<"person"> = {
  ...person,
  todo: { ...todo, title: "Ping @here\nnow" },
  reason: { code: "agent-asks", said: "<!channel> @everyone [x](https://evil.example) <@U1> *b* `c`\u0007" },
};

test("nothing that a program says calls anybody or leads anywhere", () => {
  const text = noticeText(hostile, plan, here);
  const delivery = { id: "i", repeat: true, notice: hostile };
  const slack = JSON.stringify(slackMessage(delivery, text));
  expect(slack).not.toMatch(/<|>|@everyone|@here|https:\/\/evil/);
  expect(slack).toContain('"unfurl_links":false');
  const discord = discordMessage(delivery, text);
  expect(discord).toMatchObject({
    allowed_mentions: { parse: [] },
    content: expect.stringContaining("\\[x\\]\\("),
  });
  expect(JSON.stringify(discord)).not.toMatch(/@everyone|@here|https:\/\/evil/);
  const json = JSON.stringify(noticeJson(delivery, plan, text));
  expect(json).not.toMatch(/Ping @here now|https:\/\/evil|\\u0007/);
  expect(text.what).toBe("Shop: 01a Ping @\u200bhere now waits for a person");
});

test("what is posted says what it is, by what it is known, and that it may come again", () => {
  const json = noticeJson({ id: "i", repeat: false, notice: person }, plan, noticeText(person, plan, here));
  expect(json).toMatchObject({ version: 1, id: "i", repeat: false, event: "person", plan, todo });
  const again = slackMessage({ repeat: true }, noticeText(person, plan, here));
  expect(again).toMatchObject({ text: expect.stringContaining("You may have been told before") });
  const long = noticeText({ ...person, reason: { code: "agent-asks", said: "x".repeat(1900) } }, plan, here);
  expect(JSON.stringify(discordMessage({ repeat: false }, long)).length).toBeLessThan(2200);
});

test.each<Notice>([
  person,
  budget,
  stuck,
  { event: "done", key: "k", total: 1, open: [] },
  { event: "held", key: "k", accounts: ["c"], until: "2026-11-30T21:00:00Z", reasons: ["c"] },
])("people are mentioned where $event is told, in words of ours alone", (notice) => {
  const text = mentionText({ notice }, ["ann", "bob"], noticeText(notice, plan, here));
  expect(text).toMatch(/^@ann @bob: /);
  expect(text).not.toMatch(/Which bank|three/);
});
