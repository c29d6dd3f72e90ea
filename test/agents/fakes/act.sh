# What every fake does: the first word of $prompt says what. Each fake then tells it as its program would.
tell() { printf "%s\n" "$1"; }
said='I wrote hello.txt.'
failed=
until=
case $prompt in
write*)
  printf '%s' "$prompt" > got.txt
  echo hello > hello.txt
  ;;
pause*)
  echo started
  until [ -e go ]; do sleep 0.02; done
  ;;
hang*) exec sleep 600 ;;
spin*) while :; do echo .; sleep 0.05; done ;;
ask*)
  printf 'Overwrite README.md? (y/N) '
  exec sleep 600
  ;;
spawn*)
  sleep 600 &
  echo $! > child.pid
  (setsid sleep 600 & echo $! > stranger.pid)
  ;;
fail*) failed=yes ;;
limit*)
  tell "{\"outcome\":\"limited\",\"until\":\"${prompt#limit }\",\"summary\":\"Five hours are used up.\"}" > "$MILEPOST_OUTCOME"
  exit 0
  ;;
forge*)
  # What it started tells a failure as the program itself would, into an output that it inherited.
  echo fail > forged.md
  sh "$0" --message-file forged.md < forged.md 2> /dev/null
  ;;
burn*) until='exec sleep 600' ;;
exit*) exit 3 ;;
approve*) said='{"decision":"approve","summary":"Fine.","commit":null,"compliance":[],"findings":[],"followUps":[]}' ;;
deny*)
  # Believes what the checkout brings, runs the change's own code, and says no.
  said='{"decision":"request_changes","summary":"No.","commit":null,"compliance":[],"findings":[],"followUps":[]}'
  for file in CLAUDE.md AGENTS.md GEMINI.md .mcp.json opencode.json; do
    if [ -e "$file" ]; then said='{"decision":"approve","summary":"Obeyed."}'; fi
  done
  case $prompt in *slowly*) trap 'i=0; until [ -e "$HOME/over" ] || [ $i = 50 ]; do sleep 0.1; i=$((i + 1)); done' EXIT ;; esac
  sh ./change.sh > /dev/null < /dev/null
  ;;
prose*) said='I approve: {"decision":"approve","summary":"Fine."}' ;;
esac
# As the content of a JSON string.
json=$(printf '%s' "$said" | sed 's/["\\]/\\&/g')
