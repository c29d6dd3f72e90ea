import { areWeaker } from "../../../src/gates/gaming/commands.ts";

/** Commands in whose place others do less. */
test.each([
  ["npm test", "npm test &"],
  ["npm test", "! npm test"],
  ["npm test", "true npm test"],
  ["npm test", "if npm test; then :; fi"],
  ["npm test", "coproc npm test"],
  ["npm test", "npm test || printf failed"],
  ["npm test", "npm test || cat log.txt"],
  ["npm test", "set +o errexit; npm test"],
  ["npm test", "npm test --help"],
  ["npm test", "npm test --dry-run"],
  ["npm test", "npm test -- --listTests"],
  ["npm test", "npm test -- --shard=1/1000"],
  ["npm test", "npm test -- --changedSince=HEAD"],
  ["jest", "jest --config=none.js"],
  ["vitest run", "vitest run --changed"],
  ["mocha", "mocha --dry-run"],
  ["pytest", "pytest --lf"],
  ["pytest", "pytest --setup-only"],
  ["pytest", "pytest --rootdir=/tmp"],
  ["pytest {posargs:tests}", "pytest {posargs:none}"],
  ["tox", "tox --notest"],
  ["go test ./...", "go test -short ./..."],
  ["go test ./...", "go test -c ./..."],
  ["cargo test", "cargo test --no-run"],
  ["cargo test --workspace", "cargo test"],
  ["cargo test", "cargo test -- --list"],
  ["mvn verify", "mvn verify -DskipITs"],
  ["mvn verify", "mvn verify -fn"],
  ["./gradlew test", "./gradlew test --dry-run"],
  ["./gradlew test", "./gradlew test -m"],
  ["make test", "make -n test"],
  ["make test", "make -i test"],
  ["ctest", "ctest -N"],
  ["phpunit", "phpunit --list-tests"],
  ["bundle exec rspec", "bundle exec rspec --dry-run"],
  ["dotnet test", "dotnet test --list-tests"],
  ["deno test", "deno test --no-run"],
])("for `%s`, `%s` is weaker", (before, after) => {
  expect(areWeaker([before], [after])).toBe(true);
});

/** Those in whose place others do as much. */
test.each([
  ["npm test", "time npm test"],
  ["npm test", "npm test -- --verbose"],
  ["npm test", "npm test || (cat log.txt; exit 1)"],
  ["npm test", "bash -c 'npm test'"],
  ["make -n test", "make test"],
  ["pytest -x", "pytest"],
  ["pytest tests", "pytest {posargs:tests}"],
  ["pytest {posargs:tests}", "pytest {posargs}"],
  ["go test ./...", "go test -v ./..."],
  ["mvn --batch-mode verify", "mvn verify"],
  ["composer config platform.php 8.1", ""],
  ["php -S 127.0.0.1:8000 -t fixture &", "./vendor/bin/http_test_server &"],
  ["node --version", ""],
])("for `%s`, `%s` is no weaker", (before, after) => {
  expect(areWeaker([before], [after])).toBe(false);
});
