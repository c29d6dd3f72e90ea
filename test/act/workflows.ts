/** A workflow of everything that the forge and act share: needs, a matrix of called workflows, outputs, conditions. */
export const main = `
name: Main
run-name: Work on \${{ inputs.plan }}
on:
  workflow_dispatch:
    inputs:
      plan: { required: true }
      dry: { type: boolean, default: false }
permissions: {}
env: { WHERE: top }
jobs:
  plan:
    runs-on: ubuntu-latest
    permissions: { contents: read }
    outputs:
      entries: \${{ steps.entries.outputs.entries }}
      dry: \${{ inputs.dry }}
    steps:
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
        with: { persist-credentials: false }
      - id: entries
        run: |
          test -f README.md
          test -z "$(git config --get-regexp extraheader)"
          echo 'entries=[{"body":"a","note":"it\\u0027s {{here}}"},{"body":"b"}]' >> "$GITHUB_OUTPUT"
  lane:
    needs: plan
    permissions: { issues: write, contents: read }
    strategy:
      fail-fast: false
      matrix: { entry: "\${{ fromJSON(needs.plan.outputs.entries) }}" }
    uses: ./.github/workflows/lane.yml
    with: { entry: "\${{ toJSON(matrix.entry) }}" }
    secrets: inherit
  after:
    needs: [plan, lane]
    if: always()
    runs-on: ubuntu-latest
    steps:
      - run: echo "after \${{ needs.lane.result }}, dry \${{ needs.plan.outputs.dry }}, $WHERE"
`;

export const lane = `
name: Lane
on:
  workflow_call:
    inputs: { entry: { type: string, required: true } }
permissions: {}
jobs:
  leave:
    runs-on: ubuntu-latest
    permissions: { contents: read }
    concurrency: { group: "body-\${{ fromJSON(inputs.entry).body }}" }
    steps:
      - uses: actions/checkout@v7
      - uses: ./actions/artifact
        id: leave
        with: { name: "hand-off-\${{ fromJSON(inputs.entry).body }}", text: "\${{ inputs.entry }}" }
      - run: exit 3
        if: fromJSON(inputs.entry).body == 'b'
      - run: echo "not after a failure"
  take:
    needs: leave
    if: \${{ !cancelled() }}
    runs-on: ubuntu-latest
    permissions: { issues: write, contents: read }
    steps:
      - uses: actions/checkout@v7
      - uses: ./actions/artifact
        with: { name: "hand-off-\${{ fromJSON(inputs.entry).body }}" }
      - env:
          TITLE: "\${{ fromJSON(inputs.entry).body }}: \${{ needs.leave.result }}, key \${{ secrets.KEY }}"
          GH_TOKEN: \${{ github.token }}
        run: |
          curl --fail --silent --show-error -H "authorization: Bearer $GH_TOKEN" \\
            "$GITHUB_API_URL/repos/$GITHUB_REPOSITORY/issues" -d "{\\"title\\":\\"$TITLE\\"}" > /dev/null
`;

/** A job of each kind of token: the first writes no issue, the second does not push. */
export const tokens = `
on: workflow_dispatch
jobs:
  reads:
    runs-on: ubuntu-latest
    permissions: { contents: read }
    steps:
      - run: |
          curl --silent -H "authorization: Bearer \${{ github.token }}" \\
            "$GITHUB_API_URL/repos/$GITHUB_REPOSITORY/issues" -d '{"title":"no"}'
      - run: echo "token \${{ github.token }}" | tr 'g-' 'G_'
  writes:
    runs-on: ubuntu-latest
    permissions: { contents: write }
    steps:
      - uses: actions/checkout@v7
      - run: |
          git config user.name bot && git config user.email bot@example.com
          echo more >> README.md && git commit --quiet -am More && git push --quiet origin HEAD:refs/heads/more
          echo "on: push" > .github/workflows/new.yml && git add . && git commit --quiet -m Sneak
          git push origin HEAD:refs/heads/more && exit 1 || echo "was refused"
`;

export const commented = `
on: { issue_comment: { types: [created] } }
jobs:
  answer:
    runs-on: ubuntu-latest
    permissions: { issues: write }
    steps:
      - run: |
          node -e '
            const { comment, issue, sender } = require(process.env.GITHUB_EVENT_PATH);
            console.log("heard", comment.body, "on", issue.number, "by", sender.login);'
      - run: |
          curl --fail --silent -H "authorization: Bearer \${{ github.token }}" \\
            "$GITHUB_API_URL/repos/$GITHUB_REPOSITORY/issues/\${{ github.event.issue.number }}/comments" -d '{"body":"heard"}'
`;

export const checked = `
on: pull_request
permissions: { contents: read }
jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v7
        with: { fetch-depth: 0 }
      - run: |
          git log --oneline --format=%s -1
          git diff --name-only "origin/$GITHUB_BASE_REF...\${{ github.event.pull_request.head.sha }}"
`;

/** Its first job leaves a program in the background and waits; the last runs although the run was cancelled. */
export const long = `
on: workflow_dispatch
jobs:
  wait:
    runs-on: ubuntu-latest
    steps:
      - run: |
          (exec -a left-behind sleep 600) & echo "left $!"
          sleep 600
  next:
    needs: wait
    runs-on: ubuntu-latest
    steps: [{ run: echo never }]
  settle:
    needs: wait
    if: always()
    runs-on: ubuntu-latest
    steps: [{ run: "echo settled after \${{ needs.wait.result }}" }]
`;

export const greet = `
name: Greet
run-name: Greet \${{ inputs.who }}
on: { workflow_dispatch: { inputs: { who: {} } } }
jobs:
  greet:
    runs-on: ubuntu-latest
    steps: [{ run: "echo hello \${{ inputs.who }}" }]
`;

/** Leaves a text as an artifact, or prints the one that another job left. */
export const artifactAction = {
  "actions/artifact/action.yml": `
name: Artifact
description: Leaves or takes a text
inputs:
  name: { description: Its name, required: true }
  text: { description: What to leave }
runs: { using: node24, main: ../../dist/artifact.mjs }
`,
  "dist/artifact.mjs": `
import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
const { DefaultArtifactClient } = await import(process.env.ARTIFACT_LIBRARY);
const client = new DefaultArtifactClient();
const { INPUT_NAME: name, INPUT_TEXT: text, RUNNER_TEMP } = process.env;
const folder = await mkdtemp(join(RUNNER_TEMP, "hand-off-"));
if (text) {
  await writeFile(join(folder, "note.txt"), text);
  await client.uploadArtifact(name, [join(folder, "note.txt")], folder);
} else {
  const { artifact } = await client.getArtifact(name);
  await client.downloadArtifact(artifact.id, { path: folder });
  console.log("took", JSON.stringify(JSON.parse(await readFile(join(folder, "note.txt"), "utf8"))));
}
`,
};
