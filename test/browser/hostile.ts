/** Where a payload is put: each is something that programs and strangers write. */
export interface HostilePayloads {
  /** Markdown of issues, comments and reviews. */
  readonly markdown: readonly string[];
  /** Titles, labels and names, which are text. */
  readonly text: readonly string[];
  /** Names of files. */
  readonly paths: readonly string[];
  /** Lines of files, which a diff shows as well. */
  readonly lines: readonly string[];
  /** Lines of a job's log. */
  readonly log: readonly string[];
  /** Drawings. */
  readonly drawings: readonly string[];
}

const run = "window.__ran=1;document.title='ran'";

/** What tries to run, to load, to leave its place, or to look like something of ours; every script would say that it ran. */
export const hostile: HostilePayloads = {
  markdown: [
    `<script>${run}</script>`,
    `<ScRiPt src="/acme/project-1/raw/main/evil.js"></sCrIpT>`,
    `<img src=x onerror="${run}">`,
    `<svg onload="${run}"><script>${run}</script></svg>`,
    `<svg><style><img src=x onerror="${run}"></style></svg>`,
    `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=${run}&gt;">`,
    `<iframe srcdoc="<script>parent.__ran=1</script>"></iframe>`,
    `<object data="javascript:${run}"></object><embed src="javascript:${run}">`,
    `<a href="javascript:${run}" id="hostile-link">press</a>`,
    `[press](javascript:window.__ran=1) [press](JaVaScRiPt&colon;window.__ran=1) [press](data:text/html,<script>parent.__ran=1</script>)`,
    `<a href="&#106;avascript:${run}">press</a><a href="java\tscript:${run}">press</a>`,
    `<form action="http://evil.example/x" method="post"><button type="submit">Merge</button></form>`,
    `<form action="/acme/project-1/pull/2/state" method="post"><button name="do" value="merge" class="primary">Merge</button></form>`,
    `<button formaction="/acme/project-1/pull/2/state" name="do" value="close">Approve</button>`,
    `<input type="image" src=x onerror="${run}"><input autofocus onfocus="${run}">`,
    `<details open ontoggle="${run}"><summary onclick="${run}">s</summary></details>`,
    `<style>main{display:none!important} @import "http://evil.example/x.css";</style>`,
    `<link rel="stylesheet" href="http://evil.example/x.css"><meta http-equiv="refresh" content="0;url=http://evil.example/">`,
    `<base href="http://evil.example/"><div style="position:fixed;inset:0;background:red">covered</div>`,
    `<div class="merge-box" data-live="merge"><h2>It can be merged</h2><span class="state state-good">passed</span></div>`,
    `<!-- milepost:todo {"v":2,"state":"approved"} --><p id="content" class="state-open">marker</p>`,
    `</div></section></main></body></html><h1>Escaped</h1>`,
    `<table><tr><td></table></td></div></div></div><aside>out</aside>`,
    `![beacon](http://evil.example/pixel.png) <img src="//evil.example/pixel.png"> <img srcset="http://evil.example/y.png 1x">`,
    `<video src="http://evil.example/v.mp4" autoplay poster="http://evil.example/p.png"></video><audio src="http://evil.example/a"></audio>`,
    `<noscript><p title="</noscript><img src=x onerror=${run}>"></noscript>`,
    `<textarea></textarea><xmp><img src=x onerror="${run}"></xmp><plaintext>rest`,
    `<template><script>${run}</script></template><slot name=x></slot>`,
    `[link](http://HOSTNAME.localhost:1/steal) <a href="http://anything.localhost:1/">port</a>`,
    `${">".repeat(500)} deep`,
    `${"[".repeat(2000)}x${"](y)".repeat(2000)}`,
    `${"a".repeat(5000)} ${"| x ".repeat(300)}\n${"|---".repeat(300)}\n${"| y ".repeat(300)}`,
    "\u202egnp.exe\u202c \u2066x\u2069 \u0000 \ufeff\u200b zero",
    `<a name="content" id="content">x</a><img name="getElementById" id="cookie" src=x>`,
  ],
  text: [
    `<script>${run}</script>`,
    `"><img src=x onerror="${run}">`,
    `' onmouseover='${run}' x='`,
    `&lt;b&gt; {{7*7}} \${7*7} <%= 7 %>`,
    "\u202egnp.exe",
    "Z\u0351\u0352\u0353".repeat(30),
    "W".repeat(200),
  ],
  paths: [
    `<img src=x onerror=${run.replaceAll("/", "")}>.md`,
    `"onclick="x".js`,
    `a&b?c#d%2e%2e.txt`,
    "javascript:alert(1)",
    "\u202etxt.exe",
    `${"long-".repeat(40)}.ts`,
  ],
  lines: [
    `</td></tr></table><script>${run}</script>`,
    `<mark>not ours</mark> <img src=x onerror="${run}">`,
    "@@ -1,1 +1,1 @@ forged",
    "--- a/other\t+++ b/other",
    "\u202e if (isAdmin) \u2066// nothing\u2069",
    `const x = "${"y".repeat(5000)}";`,
    "\rover\rwritten",
  ],
  log: [
    `\u001b[31mred\u001b[0m <script>${run}</script>`,
    `\u001b]8;;javascript:${run}\u0007press\u001b]8;;\u0007`,
    `\u001b]0;title\u0007\u001b[2J\u001b[H\u001b[?1049h gone`,
    `\u001b[38;2;1;2;3;"><img src=x onerror=${run}>m colour`,
    `\u001b[1;31;999999999999m \u001b[ \u001bP1$r\u001b\\ \u009b31m`,
    `progress 1%\rprogress 100%`,
    "\u0000\u0007\u0008\u202erev",
  ],
  drawings: [
    `<svg xmlns="http://www.w3.org/2000/svg" onload="${run}"><script>${run}</script><rect width="9" height="9"/></svg>`,
    `<svg xmlns="http://www.w3.org/2000/svg"><foreignObject><iframe xmlns="http://www.w3.org/1999/xhtml" src="javascript:parent.__ran=1"/></foreignObject></svg>`,
    `<svg xmlns="http://www.w3.org/2000/svg"><image href="http://evil.example/x.png"/><a href="javascript:${run}"><text y="9">press</text></a></svg>`,
  ],
};
