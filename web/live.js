// Makes pages that are open show what happens; without it they show how it was when they were opened.

const regions = () => document.querySelectorAll("[data-live]");

/** What a person is at is left alone: a field with the focus, or with words that were not sent yet. */
const isBusy = (region) =>
  (region.contains(document.activeElement) &&
    /^(TEXTAREA|INPUT|SELECT)$/.test(document.activeElement.tagName)) ||
  [...region.querySelectorAll("textarea")].some(({ value, defaultValue }) => value !== defaultValue);

const keepOpen = (old, fresh) => {
  for (const details of old.querySelectorAll("details[id]")) {
    const same = fresh.querySelector(`#${CSS.escape(details.id)}`);
    if (same) same.open = details.open;
  }
};

const replace = (region, fresh) => {
  if (!fresh || isBusy(region) || region.dataset.was === fresh.innerHTML) return;
  region.dataset.was = fresh.innerHTML;
  keepOpen(region, fresh);
  const atEnd =
    region.hasAttribute("data-follow") && region.scrollTop + region.clientHeight >= region.scrollHeight - 8;
  region.replaceChildren(...fresh.childNodes);
  if (atEnd) region.scrollTop = region.scrollHeight;
  sayTimes(region);
};

let loading = false;
let again = false;

const load = async () => {
  again = loading;
  if (loading) return;
  loading = true;
  try {
    const answer = await fetch(location.href, { headers: { accept: "text/html" } });
    if (answer.ok) {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const region of regions())
        replace(region, page.querySelector(`[data-live="${CSS.escape(region.dataset.live)}"]`));
    }
  } catch {
    // The forge is gone, or busy; its next event asks again.
  } finally {
    loading = false;
    if (again) setTimeout(load, 1000);
  }
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

const listen = () => {
  for (const region of regions()) region.dataset.was = region.innerHTML;
  const source = new EventSource("/-/events");
  source.addEventListener("changed", load);
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
