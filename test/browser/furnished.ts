import { clientOf } from "../forge/client.ts";
import type { Workshop, World } from "../forge/world.ts";
import { hostile } from "./hostile.ts";

/** Paths of pages full of payloads, and of one that is as harmless as they should look. */
export interface Furnished {
  readonly hostile: readonly string[];
  readonly harmless: string;
  readonly pull: string;
}

/** Fills a repository with payloads, wherever strangers and programs write. */
export const furnish = async (world: World, workshop: Workshop): Promise<Furnished> => {
  const at = () => ({ owner: "acme", repo: workshop.repo });
  const { rest } = clientOf(world, "bot");
  const { rest: person } = clientOf(world, "owner");
  const base = `/acme/${workshop.repo}`;
  const { data: harmless } = await rest.issues.create({ ...at(), title: "Harmless", body: "Words" });
  const { data: issue } = await rest.issues.create({
    ...at(),
    title: hostile.text[1] ?? "",
    body: hostile.markdown[0] ?? "",
  });
  for (const title of hostile.text) await rest.issues.create({ ...at(), title });
  for (const body of hostile.markdown)
    await rest.issues.createComment({ ...at(), issue_number: issue.number, body });
  await rest.issues.createMilestone({
    ...at(),
    title: hostile.text[1] ?? "",
    description: hostile.markdown.join("\n\n"),
  });
  for (const [index, name] of hostile.text.slice(0, 3).entries()) {
    await rest.issues.createLabel({ ...at(), name: name.slice(0, 50), color: `${index}a${index}b${index}c` });
    await rest.issues.addLabels({ ...at(), issue_number: issue.number, labels: [name.slice(0, 50)] });
  }
  const workflow =
    "name: CI\non: [workflow_dispatch]\njobs: { a: { runs-on: x, steps: [{ run: 'true' }] } }\n";
  await workshop.push("main", {
    ".github/workflows/ci.yml": workflow,
    "lines.js": "const a = 1;\nconst b = 2;\n",
  });
  const files = [
    ...hostile.paths.map((path) => [path, hostile.lines.join("\n")] as const),
    ...hostile.drawings.map((drawing, index) => [`drawing-${index}.svg`, drawing] as const),
    ["evil.js", "window.__ran=1"] as const,
    ["lines.js", `const a = 2;\n${hostile.lines.join("\n")}\n`] as const,
    ["package-lock.json", `{"x": ${JSON.stringify(hostile.lines[0])}}\n`] as const,
    ["README.md", hostile.markdown.slice(0, 26).join("\n\n")] as const,
  ];
  const head = await workshop.push("hostile", Object.fromEntries(files), "main");
  const { data: pull } = await rest.pulls.create({
    ...at(),
    title: hostile.text[0] ?? "",
    head: "hostile",
    base: "main",
    body: hostile.markdown[17] ?? "",
  });
  const comments = [
    { path: "lines.js", line: 1, side: "RIGHT", body: hostile.markdown.slice(10, 20).join("\n\n") },
  ];
  await person.pulls.createReview({
    ...at(),
    pull_number: pull.number,
    event: "REQUEST_CHANGES",
    body: hostile.markdown[12] ?? "",
    comments,
  });
  await rest.repos.createCommitStatus({
    ...at(),
    sha: head,
    state: "failure",
    context: hostile.text[1] ?? "",
    description: hostile.text[0] ?? "",
    target_url: "http://evil.localhost:1/",
  });
  await rest.actions.createWorkflowDispatch({ ...at(), workflow_id: "ci.yml", ref: "main" });
  const { data: runs } = await rest.actions.listWorkflowRunsForRepo(at());
  const run = runs.workflow_runs[0]?.id ?? 0;
  let job = 0;
  while (job === 0) {
    const { data } = await rest.actions.listJobsForWorkflowRun({ ...at(), run_id: run });
    job = data.jobs.find(({ status }) => status === "completed")?.id ?? 0;
  }
  const pages = ["", "/files", "/files?diff=split", "/commits", "/checks"].map(
    (tab) => `${base}/pull/${pull.number}${tab}`,
  );
  const blobs = [...hostile.paths, "drawing-0.svg", "README.md", "lines.js"].map(
    (path) => `${base}/blob/hostile/${encodeURIComponent(path)}`,
  );
  const rest_ = [
    "/issues",
    "/milestones",
    "/milestone/1",
    "/tree/hostile",
    `/actions/runs/${run}`,
    `/actions/runs/${run}/job/${job}`,
  ].map((path) => base + path);
  return {
    harmless: `${base}/issues/${harmless.number}`,
    pull: `${base}/pull/${pull.number}`,
    hostile: [
      `${base}/issues/${issue.number}`,
      ...pages,
      ...blobs,
      ...rest_,
      `/search?q=${encodeURIComponent(hostile.text[1] ?? "")}`,
    ],
  };
};
