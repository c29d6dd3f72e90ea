import { allows, defaultScopes, fullScopes, scopesOf } from "../../../src/forge/actions/tokens/scopes.ts";

test.each([
  ["read-all", fullScopes, { issues: "read", contents: "read" }],
  [{ issues: "write" }, fullScopes, { issues: "write" }],
  [{ issues: "write", contents: "none" }, fullScopes, { issues: "write" }],
  [{}, fullScopes, {}],
  [{ issues: "read" }, { issues: "write" }, { issues: "read" }],
] as const)("permissions %j under %j", (given, cap, expected) => {
  const scopes = scopesOf(given, cap);
  expect(scopes).toMatchObject(expected);
  if (given !== "read-all") expect(Object.keys(scopes)).toEqual(Object.keys(expected));
});

test.each([
  ["write-all", { issues: "write" }],
  [{ contents: "write" }, { contents: "read" }],
] as const)("a called workflow cannot have permissions %j under %j", (given, cap) => {
  expect(() => scopesOf(given, cap)).toThrow("but is only allowed");
});

test("without permissions a token reads the code, unless the repository's setting says more", () => {
  expect(defaultScopes("read")).toEqual({ contents: "read", packages: "read" });
  expect(defaultScopes("write")).toEqual(fullScopes);
});

test.each([
  ["issues/create", "POST", { issues: "write" }, true, ""],
  ["issues/create", "POST", { issues: "read" }, false, ""],
  ["issues/create", "POST", { "pull-requests": "write" }, false, ""],
  ["issues/create-comment", "POST", { "pull-requests": "write" }, false, ""],
  ["issues/create-comment", "POST", { "pull-requests": "write" }, true, "a pull request"],
  ["issues/create-milestone", "POST", { "pull-requests": "write" }, false, ""],
  ["issues/get", "GET", {}, false, ""],
  ["pulls/merge", "PUT", { "pull-requests": "write" }, false, ""],
  ["pulls/merge", "PUT", { contents: "write" }, true, ""],
  ["pulls/create-review", "POST", { "pull-requests": "write" }, true, ""],
  ["repos/create-commit-status", "POST", { contents: "write" }, false, ""],
  ["repos/create-commit-status", "POST", { statuses: "write" }, true, ""],
  ["git/create-ref", "POST", { contents: "write" }, true, ""],
  ["repos/create-dispatch-event", "POST", { contents: "write" }, true, ""],
  ["actions/create-workflow-dispatch", "POST", { actions: "write" }, true, ""],
  ["repos/get", "GET", {}, true, ""],
] as const)("%s by %s with %j: %s, about %s", (id, method, scopes, expected, about) => {
  expect(allows(scopes, { id, method, isAboutPull: about === "a pull request" })).toBe(expected);
});
