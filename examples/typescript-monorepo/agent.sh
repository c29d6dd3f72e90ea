#!/bin/sh
# Plays the agent: puts down what was written beforehand for the todo.
set -eu
cp -R "$(dirname "$0")/work/$MILEPOST_TODO/." .
