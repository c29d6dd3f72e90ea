import { deciding } from "../local/world.ts";
import { startProxy, type TestProxy } from "../proxy.ts";
import { install } from "./plans.ts";
import {
  type ActionWorld,
  type Ended,
  entriesOf,
  openActionWorld,
  type Step,
  type StepOptions,
} from "./world.ts";

// The forge is not on this machine, as far as anybody can tell, so writes keep to GitHub's pace.
const patience = 300_000;

/** What the runner says where the forge has a name that the proxy alone knows. */
const environmentOf = (proxy: TestProxy): Record<string, string> => ({
  GITHUB_API_URL: "http://forge.test",
  GITHUB_SERVER_URL: "http://forge.test.ghe.com",
  ACTIONS_RESULTS_URL: "http://forge.test/",
  http_proxy: proxy.url,
});

/** Runs a step behind the proxy: how it ended, and what went through the proxy for it. */
const behind = async (
  { world, proxy }: { world: ActionWorld; proxy: TestProxy },
  step: Step,
  options: StepOptions = {},
): Promise<Ended & { readonly passed: readonly string[] }> => {
  const before = proxy.requests.length;
  const env = { ...environmentOf(proxy), ...options.env };
  const ended = await world.step(step, { ...options, env });
  return { ...ended, passed: proxy.requests.slice(before) };
};

/** Requests of the REST API that an action says it has sent, and those that the forge got. */
const counted = ({ summary, requests }: Ended): { said: number; got: number } => {
  const [, read, written] = /Requests: (\d+) read, (\d+) written/.exec(summary) ?? [];
  return {
    said: Number(read) + Number(written),
    got: requests.filter((one) => !/^(git|artifacts)|\/actions\/(runs\/\d+\/)?artifacts/.test(one)).length,
  };
};

const gitIn = (passed: readonly string[]): string[] => passed.filter((one) => /\.git\//.test(one));
const throughGit = expect.stringMatching(/^(GET|POST) http:\/\/forge\.test\.ghe\.com\/.*\.git\//);

test(
  "every action reaches a forge through the proxy that alone knows its name, git and artifacts included",
  async () => {
    await using world = await openActionWorld();
    await using proxy = await startProxy(() => world.gateway.port);
    await install(world, deciding());
    const at = { world, proxy };

    const started = await behind(at, "orchestrate", { inputs: { plan: "test" } });
    expect({ code: started.code, stdout: started.stdout }).toMatchObject({ code: 0 });
    expect(started.passed).toContain("CONNECT forge.test:80");
    const orchestrated = counted(started);
    expect(orchestrated.said).toBe(orchestrated.got);

    const [entry] = entriesOf(started.outputs);
    const inputs = { plan: "test", entry: JSON.stringify(entry) };
    const implemented = await behind(at, "implement", { inputs });
    expect(implemented).toMatchObject({ code: 0 });
    expect(gitIn(implemented.passed)).toContainEqual(throughGit);
    const proposed = await behind(at, "propose", { inputs });
    expect(proposed).toMatchObject({ code: 0, outputs: { pull: expect.stringMatching(/^\d+$/) } });
    expect(proposed.requests).toContain("git push");
    const all = counted(proposed);
    expect(all.said).toBe(all.got);
    const { head = "" } = proposed.outputs;
    const reviewed = await behind(at, "review", { inputs: { ...inputs, head } });
    expect(reviewed).toMatchObject({ code: 0 });
    expect(gitIn(reviewed.passed)).toContainEqual(throughGit);
    const settled = await behind(at, "settle", { inputs });
    expect(settled).toMatchObject({ code: 0, outputs: { result: "reviewed" } });

    const here = { full_name: `${world.owner}/${world.repo}` };
    const base = { ref: "main", sha: await world.git("rev-parse", "main"), repo: here };
    const pull_request = { number: 99, body: "", base, head: { ref: "change", sha: head, repo: null } };
    const checked = await behind(at, "check", { event: { name: "pull_request", payload: { pull_request } } });
    expect(checked.outputs).toMatchObject({ ok: expect.any(String) });
    expect(gitIn(checked.passed)).toContainEqual(throughGit);

    const payload = {
      repository: { default_branch: "main" },
      comment: { id: 1, body: "/milepost status", user: { login: world.owner, type: "User" } },
      issue: { number: 2 },
    };
    const heard = await behind(at, "command", { event: { name: "issue_comment", payload } });
    expect(heard.outputs).toEqual({ plans: '["test"]' });
    expect(heard.passed).toContain("CONNECT forge.test:80");
  },
  patience,
);

test(
  "a host that is in no_proxy is asked directly, and an action says what was not answered",
  async () => {
    await using world = await openActionWorld();
    await using proxy = await startProxy(() => world.gateway.port);
    await install(world, deciding());
    const env = { no_proxy: "forge.test" };
    const ended = await behind({ world, proxy }, "orchestrate", { inputs: { plan: "test" }, env });
    expect(ended).toMatchObject({ code: 1, passed: [], requests: [] });
    expect(ended.stdout).toMatch(/^POST \S+ was not answered by the forge: getaddrinfo/m);
    expect(ended.stdout).toMatch(/^::error::POST \S+ was not answered: getaddrinfo .*no_proxy/m);
  },
  patience,
);

test(
  "a forge that never answers is asked again, and the log says so",
  async () => {
    await using world = await openActionWorld();
    await install(world, deciding());
    world.gateway.silent.push(/POST \/graphql/);
    const ended = await world.step("orchestrate", { inputs: { plan: "test" } });
    expect(ended.stdout).toMatch(/^POST \/graphql was not answered by the forge: nothing came for 30 s/m);
    expect(ended).toMatchObject({ code: 0 });
  },
  patience,
);
