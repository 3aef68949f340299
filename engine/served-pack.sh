#!/bin/sh
# What the engine starts as a policy pack, where the packs are served to several engines by one process
# (served-packs.ts). The file that BULKHEAD_PACKS names comes when they are: with their port, or with why
# they are not.
tries=0
until [ -e "$BULKHEAD_PACKS" ]; do
  tries=$((tries + 1))
  if [ "$tries" -gt 1200 ]; then
    echo "The policy packs did not start within a minute." >&2
    exit 1
  fi
  sleep 0.05
done
read -r port <"$BULKHEAD_PACKS"
case $port in
"" | *[!0-9]*)
  cat "$BULKHEAD_PACKS" >&2
  exit 1
  ;;
esac
echo "$port"
# Until the engine, which holds the other end, says or comes to its end.
exec cat >/dev/null
