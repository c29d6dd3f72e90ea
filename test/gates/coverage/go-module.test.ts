import { moduleName } from "../../../src/gates/coverage/go-module.ts";

test.each([
  ["module example.com/shop\n\ngo 1.21\n", "example.com/shop"],
  ["// Deprecated: use v2.\nmodule example.com/shop/v2 // ours\r\n", "example.com/shop/v2"],
  ['module "example.com/shop"\n', "example.com/shop"],
  ["go 1.21\n", null],
  ["// module example.com/no\n", null],
])("the module of %j is %s", (goMod, name) => {
  expect(moduleName(goMod)).toBe(name);
});
