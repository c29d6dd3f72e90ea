// Keys on a plan's pages: j and k go from card to card, o opens one, a goes to its first answer, r retries it.

const cards = () => [...document.querySelectorAll("[data-card]")];
let current = null;

const find = () => {
  if (current === null) return -1;
  return cards().findIndex((card) => card.id === current);
};

const show = (card) => {
  for (const other of cards()) other.classList.remove("current");
  if (!card) return;
  current = card.id;
  card.classList.add("current");
  card.focus({ preventScroll: true });
  card.scrollIntoView({ block: "nearest" });
};

const go = (by) => {
  const all = cards();
  const at = find();
  show(all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + by))]);
};

const card = () => cards()[find()];

const keys = {
  j: () => go(1),
  k: () => go(-1),
  o: () => card()?.querySelector("a[href]")?.click(),
  a: () => {
    const form = card()?.querySelector("form.answer");
    form?.querySelector("input[type=text], button")?.focus();
  },
  r: () => card()?.querySelector("form[data-command=retry] button")?.focus(),
  "?": () => {
    const help = document.getElementById("keys");
    if (!help) return;
    help.open = !help.open;
    help.scrollIntoView({ block: "nearest" });
  },
};

addEventListener("keydown", (event) => {
  const isTyped = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement?.tagName ?? "");
  if (isTyped && event.key === "Escape") document.activeElement.blur();
  if (isTyped || event.ctrlKey || event.metaKey || event.altKey) return;
  const act = keys[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});
