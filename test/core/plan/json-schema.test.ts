import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import { parse } from "yaml";
import { jsonSchema } from "../../../src/core/plan/json-schema.ts";
import { planReference } from "../../../src/core/plan/reference.ts";

const read = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), "utf8");

test("the schema in the repository is that of the code (else: npm run schema)", () => {
  expect(JSON.parse(read("schema/plan.schema.json"))).toEqual(jsonSchema());
});

test("the reference in the repository is that of the schema (else: npm run schema)", () => {
  expect(read("docs/plans.md")).toBe(planReference());
});

test("plans/tmc.yml validates against the schema, and with a key too many it does not", () => {
  const ajv = new Ajv({ strict: true });
  addFormats.default(ajv);
  const validate = ajv.compile(jsonSchema());
  const plan: object = parse(read("plans/tmc.yml"));
  expect(validate(plan) ? [] : validate.errors).toEqual([]);
  expect(validate({ ...plan, colour: "red" })).toBe(false);
});
