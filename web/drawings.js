// Has Mermaid draw what somebody wrote as a drawing, in a frame that is nobody's and reaches nothing; without scripts it is text.

const draw = (code) => {
  const block = code.closest("pre");
  if (!block || block.dataset.drawn) return;
  block.dataset.drawn = "true";
  const frame = document.createElement("iframe");
  frame.className = "drawn";
  frame.setAttribute("sandbox", "allow-scripts");
  frame.title = "Drawing";
  frame.src = "/-/drawing";
  frame.hidden = true;
  addEventListener("message", ({ source, data }) => {
    if (source !== frame.contentWindow) return;
    if (data === "ready") {
      const isDark = matchMedia("(prefers-color-scheme: dark)").matches;
      // It has no origin that it could be told by.
      frame.contentWindow.postMessage({ text: code.textContent, isDark }, "*");
    } else if (Number.isInteger(data)) {
      frame.hidden = false;
      frame.height = Math.min(2000, Math.max(40, data));
      block.hidden = true;
    }
  });
  block.after(frame);
};

const drawAll = () => document.querySelectorAll(".prose pre > code.language-mermaid").forEach(draw);

drawAll();
new MutationObserver(drawAll).observe(document.body, { childList: true, subtree: true });
