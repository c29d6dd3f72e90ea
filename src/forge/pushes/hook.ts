import { firstWorkflow, workflowRefusal } from "../workflow-guard.ts";

/** What the hook is told in its environment: to keep workflows as they are, and whom to ask about rules, by which program. */
export const hookVariables = {
  guard: "MILEPOST_KEEP_WORKFLOWS",
  judge: "MILEPOST_PUSH_JUDGE",
  node: "MILEPOST_NODE",
  ask: "MILEPOST_ASK",
} as const;

/** The pre-receive hook of every push that is looked at. A job's token has no `workflows` permission, so it changes none. */
export const preReceive = `#!/bin/sh
moves=$(cat)
if [ -n "$${hookVariables.guard}" ]; then
  printf '%s\\n' "$moves" | while read -r _ new name; do
    case "$new" in *[!0]*) ;; *) continue ;; esac
    file=$(${firstWorkflow})
    if [ -n "$file" ]; then
      echo "${workflowRefusal("$file").replaceAll("`", "\\`")}" >&2
      exit 1
    fi
  done || exit 1
fi
if [ -n "$${hookVariables.judge}" ]; then
  printf '%s\\n' "$moves" | "$${hookVariables.node}" -e "$${hookVariables.ask}" || exit 1
fi
`;

/** Asks the forge whether a push may be, and prints why not. */
export const askProgram = `
const { request } = require("node:http");
const end = (text, code) => process.stderr.write(text, () => process.exit(code));
let moves = "";
process.stdin.on("data", (chunk) => (moves += chunk)).on("end", () => {
  const asked = request(process.env.${hookVariables.judge}, { method: "POST", headers: { host: "127.0.0.1" } }, (answer) => {
    let text = "";
    answer.on("data", (chunk) => (text += chunk)).on("end", () => end(text, answer.statusCode === 204 ? 0 : 1));
  });
  asked.on("error", (error) => end(error.message + "\\n", 1));
  asked.end(JSON.stringify({ moves, objects: process.env.GIT_QUARANTINE_PATH }));
});
`;
