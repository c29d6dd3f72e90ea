import { resetTimeIn } from "../../../src/core/account/reset-time.ts";

/** A Sunday, 17:30 in Warsaw. */
const now = new Date("2026-11-29T16:30:00.000Z");
const clock = { now, zone: "Europe/Warsaw" };

test.each([
  ["Claude AI usage limit reached|1796000000", "2026-11-30T00:53:20.000Z"],
  ["Claude AI usage limit reached|1796000000123", "2026-11-30T00:53:20.000Z"],
  ["5-hour limit reached ∙ resets 2am", "2026-11-30T01:00:00.000Z"],
  ["Session limit reached ∙ resets 10am", "2026-11-30T09:00:00.000Z"],
  ["Weekly limit reached · resets 10am (Asia/Seoul) · /upgrade to Max", "2026-11-30T01:00:00.000Z"],
  ["You've hit your limit · resets 1pm (Europe/Lisbon)", "2026-11-30T13:00:00.000Z"],
  ["You've hit your session limit · resets 4:20am (Europe/Warsaw)", "2026-11-30T03:20:00.000Z"],
  ["You've hit your weekly limit · resets Dec 7 at 4:30am (Asia/Calcutta)", "2026-12-06T23:00:00.000Z"],
  ["You're out of extra usage · resets 5pm (America/Los_Angeles)", "2026-11-30T01:00:00.000Z"],
  ["Claude usage limit reached. Your limit will reset at 12am.", "2026-11-29T23:00:00.000Z"],
  ["You've hit your session limit · resets 9pm", "2026-11-29T20:00:00.000Z"],
  ["resets at 21:00", "2026-11-29T20:00:00.000Z"],
  ["resets at 9:30 p.m.", "2026-11-29T20:30:00.000Z"],
  ["resets 12pm", "2026-11-30T11:00:00.000Z"],
  ["resets 9 PM UTC", "2026-11-29T21:00:00.000Z"],
  ["Upgrade to Pro (…) or try again in 2 days 17 hours 14 minutes.", "2026-12-02T09:44:00.000Z"],
  ["send a request to your admin or try again at 12:16 PM.", "2026-11-30T11:16:00.000Z"],
  ["purchase more credits or try again at Dec 3rd, 2026 2:46 AM.", "2026-12-03T01:46:00.000Z"],
  ["or try again at December 3, 2:46 AM.", "2026-12-03T01:46:00.000Z"],
  ["Your quota will reset after 5s.", "2026-11-29T16:30:05.000Z"],
  ["Your quota will reset after 18h31m10s.", "2026-11-30T11:01:10.000Z"],
  ["Please retry in 3600s.\nSuggested retry after 3600s.", "2026-11-29T17:30:00.000Z"],
  ["Please try again in 1.5s. Visit the limits page.", "2026-11-29T16:30:01.500Z"],
  ["Please try again in 250ms.", "2026-11-29T16:30:00.250Z"],
  ["try again in 1 hour, 5 mins and 3 seconds", "2026-11-29T17:35:03.000Z"],
  ["retry-after: 3600", "2026-11-29T17:30:00.000Z"],
  ["available again at 2026-11-30T02:00:00+01:00", "2026-11-30T01:00:00.000Z"],
  ["available again at 2026-11-30T02:00:00.250+0100", "2026-11-30T01:00:00.000Z"],
  ["resets 2026-12-01 02:00 UTC", "2026-12-01T02:00:00.000Z"],
  ["resets at 2026-12-01 02:00:30", "2026-12-01T01:00:30.000Z"],
  ["resets 9pm PST", "2026-11-30T05:00:00.000Z"],
  ["resets at 9pm ET. Upgrade for more.", "2026-11-30T02:00:00.000Z"],
  ["resets 9pm UTC and not before", "2026-11-29T21:00:00.000Z"],
  ["resets at 21:00 (UTC)", "2026-11-29T21:00:00.000Z"],
  ["resets at 21:00 GMT+5:30", "2026-11-30T15:30:00.000Z"],
  ["resets at 21:00 UTC-3", "2026-11-30T00:00:00.000Z"],
  ["resets 9pm OR buy more", "2026-11-29T20:00:00.000Z"],
  ["Your limit renews Monday at 9am", "2026-11-30T08:00:00.000Z"],
  ["resets on Sunday, 17:00", "2026-12-06T16:00:00.000Z"],
  ["resets Sun 6:00 PM (Asia/Seoul)", "2026-12-06T09:00:00.000Z"],
  ["refreshes tomorrow at 9:00", "2026-11-30T08:00:00.000Z"],
  ["you will be back at 9am on Tuesday", "2026-12-01T08:00:00.000Z"],
  ["resets 2:46 AM on Dec 3rd, 2026", "2026-12-03T01:46:00.000Z"],
  ["resets at 9pm (Europe/Lisbon) on 3 December", "2026-12-03T21:00:00.000Z"],
  ["try again in an hour", "2026-11-29T17:30:00.000Z"],
  ["You can retry your request. Please wait 30 seconds.", "2026-11-29T16:30:30.000Z"],
])("%j is %s", (words, time) => {
  expect(resetTimeIn(words, clock)).toBe(time);
});

test.each([
  ["no time", "You have reached your daily gemini-2.5-pro quota limit"],
  ["no time behind the word", "Please try again later."],
  ["a number that is none", "You've used 12 of 20 at 9pm"],
  ["an hour that no day has", "resets 13pm"],
  ["an hour that no clock shows", "resets at 25:00"],
  ["a minute that no hour has", "resets 9:75am"],
  ["a day that its month lacks", "try again at Feb 31, 2027 2:46 AM"],
  ["a month that no year has", "resets Foo 27 at 4:30am"],
  ["a zone that nobody knows", "resets 9pm (Mars/Olympus)"],
  ["a zone in letters that nobody knows", "resets 9pm XYZ"],
  ["a day that has passed already", "resets today at 9am"],
  ["a time that has passed", "usage limit reached|1796000"],
  ["an instant that has passed", "usage limit reached|1763000000"],
  ["a day that has passed", "try again at Dec 3rd, 2025 2:46 AM"],
  ["a year from now", "resets Nov 28 at 9am"],
  ["longer than any limit lasts", "try again in 400 days"],
])("words with %s say no time", (_, words) => {
  expect(resetTimeIn(words, clock)).toBeNull();
});

test.each([
  [
    "the night of a change to summer time",
    "2027-03-28T00:30:00Z",
    "resets 3:30am",
    "2027-03-28T01:30:00.000Z",
  ],
  ["the night of a change from it", "2027-10-30T22:30:00Z", "resets 8am", "2027-10-31T07:00:00.000Z"],
  ["the hour that is twice", "2026-10-24T23:30:00Z", "resets 2:30am", "2026-10-25T01:30:00.000Z"],
  ["the hour that there is not", "2027-03-28T00:10:00Z", "resets 2:30am", "2027-03-28T01:30:00.000Z"],
  [
    "a zone whose summer ends",
    "2026-11-01T04:00:00Z",
    "resets 8am (America/New_York)",
    "2026-11-01T13:00:00.000Z",
  ],
  ["the last evening of a year", "2026-12-31T22:30:00Z", "resets Jan 2 at 1am", "2027-01-02T00:00:00.000Z"],
  ["the minute itself, which has begun", "2026-11-29T20:00:20Z", "resets 9pm", "2026-11-29T20:00:00.000Z"],
  ["a quarter of an hour after it", "2026-11-29T20:15:00Z", "resets 9pm", "2026-11-30T20:00:00.000Z"],
  ["the minute after an instant", "2026-11-29T20:01:00Z", "limit|1795982400", "2026-11-29T20:00:00.000Z"],
])("in %s", (_, at, words, time) => {
  expect(resetTimeIn(words, { ...clock, now: new Date(at) })).toBe(time);
});
