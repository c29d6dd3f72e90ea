#!/bin/sh
# Runs all tests, and leaves in coverage/lcov.info which lines they reached.
set -e
mkdir -p coverage
exec node --experimental-test-coverage \
  --test-reporter=spec --test-reporter-destination=stdout \
  --test-reporter=lcov --test-reporter-destination=coverage/lcov.info \
  test/all.js
