#!/bin/sh
# Plays the reviewer: approves whatever passed the gates.
set -eu
printf '{"decision":"approve","summary":"As the todo asks.","commit":"%s"}' "$MILEPOST_HEAD" > "$MILEPOST_VERDICT"
