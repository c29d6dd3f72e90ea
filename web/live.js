// Makes pages that are open show what happens; without it they show how it was when they were opened.

const regions = () => document.querySelectorAll("[data-live]");

/** What a person is at is left alone: a field with the focus, or with words that were not sent yet. */
const isBusy = (region) =>
  (region.contains(document.activeElement) &&
    /^(TEXTAREA|INPUT|SELECT)$/.test(document.activeElement.tagName)) ||
  [...region.querySelectorAll("textarea, input[type=text]")].some(
    ({ value, defaultValue }) => value !== defaultValue,
  );

const keepOpen = (old, fresh) => {
  for (const details of old.querySelectorAll("details[id]")) {
    const same = fresh.querySelector(`#${CSS.escape(details.id)}`);
    if (same) same.open = details.open;
  }
};

/** What scripts put there: it stays where it was, or where that was when it is gone. */
const keepAdded = (region, added) => {
  for (const element of added) {
    const place = document.getElementById(element.dataset.added);
    if (place && region.contains(place)) place.after(element);
    else region.prepend(element);
  }
};

/** The same by its name has the focus, so that keys go on from where they were. */
const focusIn = (region) =>
  region.contains(document.activeElement) ? document.activeElement.closest("[id]")?.id : undefined;

const replace = (region, fresh) => {
  if (!fresh || isBusy(region) || region.dataset.was === fresh.innerHTML) return;
  region.dataset.was = fresh.innerHTML;
  keepOpen(region, fresh);
  const atEnd =
    region.hasAttribute("data-follow") && region.scrollTop + region.clientHeight >= region.scrollHeight - 8;
  const focused = focusIn(region);
  const added = [...region.querySelectorAll("[data-added]")];
  region.replaceChildren(...fresh.childNodes);
  keepAdded(region, added);
  if (focused !== undefined) document.getElementById(focused)?.focus({ preventScroll: true });
  if (atEnd) region.scrollTop = region.scrollHeight;
  sayTimes(region);
};

let loading = null;
let again = false;
let isLast = false;

const read = async () => {
  const answer = await fetch(location.href, { headers: { accept: "text/html" } });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const region of regions())
    replace(region, page.querySelector(`[data-live="${CSS.escape(region.dataset.live)}"]`));
};

/** One at a time, and once more when something happened meanwhile. */
const load = async () => {
  again = loading !== null;
  if (again || isLast) return;
  // The forge is gone, or busy; its next event asks again.
  loading = read().catch(() => undefined);
  await loading;
  loading = null;
  if (again) setTimeout(load, 1000);
};

/** A board is remembered for a moment: what was shown may be from before the last change. */
const rememberedMs = [2000, 6000];
let later = [];

const loadLater = () => {
  later.forEach(clearTimeout);
  later = rememberedMs.map((pause) => setTimeout(load, pause));
};

const units = [
  ["year", 31536000],
  ["month", 2592000],
  ["day", 86400],
  ["hour", 3600],
  ["minute", 60],
];
const words = new Intl.RelativeTimeFormat("en", { numeric: "auto" });

const ago = (time) => {
  const seconds = (Date.parse(time) - Date.now()) / 1000;
  for (const [unit, size] of units)
    if (Math.abs(seconds) >= size) return words.format(Math.round(seconds / size), unit);
  return "just now";
};

const sayTimes = (within) => {
  for (const element of within.querySelectorAll("time[datetime]"))
    element.textContent = ago(element.dateTime);
};

const say = (text) => {
  const connection = document.getElementById("connection");
  if (connection.textContent !== text) connection.textContent = text;
};

const listen = () => {
  for (const region of regions()) region.dataset.was = region.innerHTML;
  const source = new EventSource("/-/events");
  let wasLost = false;
  source.addEventListener("changed", () => {
    load();
    if (document.querySelector(".board")) loadLater();
  });
  source.addEventListener("hello", () => {
    say("");
    // A run has taken the board over, or it has come back: much may have happened.
    if (wasLost) loadLater();
    wasLost = false;
  });
  source.addEventListener("error", () => {
    wasLost = true;
    say("Nobody answers: this is how it was last.");
  });
  // Whoever serves these pages stops, and waits for them.
  source.addEventListener("last", async () => {
    isLast = true;
    await loading;
    await read().catch(() => undefined);
    source.close();
    say("It has ended, and this is what it left.");
  });
  // A browser has few connections to one host: a page that nobody sees needs none.
  addEventListener("pagehide", () => source.close());
  // Logs are files: of what is added there no event tells.
  setInterval(() => {
    if (document.querySelector("[data-live-always]")) load();
  }, 2000);
};

if (regions().length > 0 && location.pathname !== "/-/enter") listen();
sayTimes(document);
setInterval(() => sayTimes(document), 60_000);
