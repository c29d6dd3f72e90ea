// Draws what the page around this frame tells it to, and tells it how high that is; what cannot be drawn stays text there.

addEventListener("message", async ({ source, data }) => {
  if (source !== parent || typeof data?.text !== "string") return;
  const place = document.getElementById("drawing");
  mermaid.initialize({
    startOnLoad: false,
    securityLevel: "strict",
    theme: data.isDark ? "dark" : "default",
  });
  try {
    const { svg } = await mermaid.render("drawn", data.text);
    place.innerHTML = svg;
    parent.postMessage(Math.ceil(place.getBoundingClientRect().height) + 8, "*");
  } catch {
    place.textContent = "";
  }
});
addEventListener("load", () => parent.postMessage("ready", "*"));
