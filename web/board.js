// Keys on a plan's pages: j and k go from card to card, o opens one, a goes to its first answer, r retries it. And what is
// pressed is answered where it was pressed.

const cards = () => [...document.querySelectorAll("[data-card]")];
let current = null;

const find = () => {
  const focused = document.activeElement.closest("[data-card]")?.id ?? current;
  return focused === null ? -1 : cards().findIndex((card) => card.id === focused);
};

const show = (card) => {
  if (!card) return;
  current = card.id;
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

const boxFor = (form, command) => {
  const box = document.createElement("section");
  const head = document.createElement("p");
  const close = document.createElement("button");
  const name = document.createElement("code");
  box.className = "answered";
  box.dataset.added = form.id;
  box.tabIndex = -1;
  box.setAttribute("role", "status");
  name.textContent = `/milepost ${command}`;
  close.type = "button";
  close.textContent = "Close";
  close.addEventListener("click", () => box.remove());
  head.append(name, close);
  box.append(head);
  return box;
};

/** Says what was pressed; the answer is a part of the page that would be shown without scripts. */
const say = async (form) => {
  const body = new URLSearchParams(new FormData(form));
  const box = boxFor(form, [body.get("command"), body.get("words")].filter(Boolean).join(" "));
  const reply = document.createElement("div");
  reply.textContent = "Saying it …";
  box.append(reply);
  for (const other of document.querySelectorAll(".answered"))
    if (other.dataset.added === form.id) other.remove();
  form.after(box);
  form.reset();
  box.focus();
  const text = await fetch(form.getAttribute("action"), { method: "POST", body })
    .then((answer) => answer.text())
    .catch(() => "");
  const page = new DOMParser().parseFromString(text, "text/html");
  const heard = page.querySelector(".heard .outcome-told, .notice");
  reply.replaceChildren(heard ?? "Nobody answers: whether it was heard is not known.");
};

addEventListener("submit", (event) => {
  if (!event.target.matches("form.answer")) return;
  event.preventDefault();
  say(event.target);
});
