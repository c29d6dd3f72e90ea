// Follows what an attempt's programs print while it runs, and shows it again at another speed when it is over.

const log = document.getElementById("log");
const state = document.getElementById("log-state");
const replay = document.getElementById("replay");

/** Pieces that a page holds: of a longer log the latest. */
const most = 5000;
const pauseMs = 500;

const pieceOf = ({ step, kind, text }) => {
  const piece = document.createElement("pre");
  piece.className = `piece piece-${/^[a-z]+$/.test(kind) ? kind : "other"}`;
  piece.dataset.step = step;
  piece.textContent = text;
  return piece;
};

const add = (pieces) => {
  const isAtEnd = log.scrollTop + log.clientHeight >= log.scrollHeight - 8;
  log.append(...pieces);
  while (log.childElementCount > most) log.firstElementChild.remove();
  if (isAtEnd) log.scrollTop = log.scrollHeight;
};

const follow = async () => {
  let next = Number(log.dataset.next);
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    const answer = await fetch(`${location.pathname}?form=json&from=${next}`).catch(() => null);
    if (!answer?.ok) {
      state.textContent = "The run is over, or cannot be reached.";
      return;
    }
    const part = await answer.json();
    next = part.next;
    add(part.pieces.map(pieceOf));
    if (!part.isOver) continue;
    state.textContent = "It is over.";
    offerReplay();
    return;
  }
};

let playing = 0;

const play = async (speed) => {
  const mine = ++playing;
  const pieces = [...log.children];
  for (const piece of pieces) piece.hidden = speed > 0;
  for (const piece of speed > 0 ? pieces : []) {
    await new Promise((resolve) =>
      setTimeout(resolve, Math.min(2000, 40 * piece.textContent.length) / speed / 4),
    );
    if (mine !== playing) return;
    piece.hidden = false;
    log.scrollTop = log.scrollHeight;
  }
};

const offerReplay = () => {
  replay.hidden = false;
  for (const button of replay.querySelectorAll("button"))
    button.addEventListener("click", () => play(Number(button.dataset.speed)));
};

if (log.dataset.over === "true") offerReplay();
else follow();
