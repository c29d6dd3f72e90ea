import { createServer } from "node:http";
import { proxiesOf, proxyFor } from "../../src/core/proxy.ts";
import { forgeAccess, gitEnvironment } from "../../src/git/environment.ts";
import { fetchBy } from "../../src/github/fetch.ts";
import { setVariables } from "../environment.ts";
import { portOf, startProxy, type TestProxy } from "../proxy.ts";

const server = createServer((_, response) => response.end("forge"));
let proxy: TestProxy;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  proxy = await startProxy(() => portOf(server));
});
afterAll(async () => {
  await proxy[Symbol.asyncDispose]();
  server.closeAllConnections();
  server.close();
});

const forge = "http://forge.test/";
const other = "http://forge.test:8080/";

/** Variables beside the proxy's own, a URL, and whether it is asked through the proxy, which alone knows it. */
test.each<[Record<string, string>, string, boolean]>([
  [{}, forge, true],
  [{ no_proxy: "" }, forge, true],
  [{ no_proxy: "forge.test" }, forge, false],
  [{ NO_PROXY: "forge.test" }, forge, false],
  [{ no_proxy: "other.test", NO_PROXY: "forge.test" }, forge, true],
  [{ no_proxy: "FORGE.test" }, forge, false],
  [{ no_proxy: ".test" }, forge, false],
  [{ no_proxy: "*.test" }, forge, false],
  [{ no_proxy: "test" }, forge, false],
  [{ no_proxy: "est" }, forge, true],
  [{ no_proxy: "a, forge.test b" }, forge, false],
  [{ no_proxy: "forge.test:8080" }, forge, true],
  [{ no_proxy: "forge.test:8080" }, other, false],
  [{ no_proxy: "forge.test:80" }, forge, false],
  [{ no_proxy: "*" }, forge, false],
  [{ no_proxy: " * " }, forge, false],
])("with %j, %s is asked through the proxy: %s; git decides the same", async (more, url, isThrough) => {
  const environment = { http_proxy: proxy.url, ...more };
  expect(proxyFor(url, proxiesOf(environment))).toBe(isThrough ? proxy.url : "");
  const asked = fetchBy(environment)(url, {}).then(
    ({ status }) => status,
    ({ message }: Error) => message,
  );
  expect(await asked).toEqual(isThrough ? 200 : expect.stringMatching(/ENOTFOUND|EAI_AGAIN/));
});

test.each([
  ["HTTP_PROXY", forge],
  ["https_proxy", "https://forge.test/"],
  ["HTTPS_PROXY", "https://forge.test/"],
  ["http_proxy", "https://forge.test/"],
])("%s is the proxy of %s, also without its scheme", async (name, url) => {
  const before = proxy.requests.length;
  await fetchBy({ [name]: proxy.url.replace("http://", "") })(url, {}).catch(() => undefined);
  const port = url.startsWith("https") ? 443 : 80;
  expect(proxy.requests.slice(before)).toEqual([`CONNECT forge.test:${port}`]);
  expect(proxyFor(url, proxiesOf({ [name]: proxy.url }))).toBe(proxy.url);
});

test("a proxy for https alone is none for http", () => {
  expect(proxyFor(forge, proxiesOf({ https_proxy: proxy.url }))).toBe("");
});

test.each(["127.0.0.1", "localhost", "forge.localhost"])("%s is asked directly", async (host) => {
  const before = proxy.requests.length;
  const url = `http://${host}:${portOf(server)}/`;
  const environment = { http_proxy: proxy.url, no_proxy: "elsewhere.test" };
  expect(proxyFor(url, proxiesOf(environment))).toBe("");
  await fetchBy(environment)(url, {}).catch(() => undefined);
  expect(proxy.requests.length).toBe(before);
});

test("a proxy that is no address is told by its variable", () => {
  expect(() => proxiesOf({ http_proxy: "http://[" })).toThrow("http_proxy is no address of a proxy");
});

test("git is told its proxy for a forge, and of no variable that says otherwise", () => {
  using _ = setVariables({ http_proxy: proxy.url, NO_PROXY: "*.corp", ALL_PROXY: "http://other.test" });
  expect(forgeAccess("http://forge.test/a/b.git", "t")["http.proxy"]).toBe(proxy.url);
  expect(forgeAccess("http://git.corp/a/b.git", "t")["http.proxy"]).toBe("");
  expect(Object.keys(gitEnvironment({}, "ours")).filter((name) => /proxy/i.test(name))).toEqual([]);
});
