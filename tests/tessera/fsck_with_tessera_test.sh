#!/bin/sh
# scripts/fsck-with-tessera accepts a sound log and refuses a damaged one. Exits 77 when Tessera cannot be built here.
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
vkey='example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx'
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Runs the script and fails unless it exits as expected: expect STATUS WHAT ARGUMENTS...
expect() {
  wanted=$1
  what=$2
  shift 2
  status=0
  "$root/scripts/fsck-with-tessera" "$@" >"$work/out" 2>&1 || status=$?
  if [ "$status" -eq 3 ]; then
    cat "$work/out"
    exit 77
  fi
  if [ "$status" -ne "$wanted" ]; then
    echo "FAILED: $what: exit $status, not $wanted"
    cat "$work/out"
    exit 1
  fi
  echo "ok: $what"
}

# A copy of the log with the last byte but one of one file made another.
damaged() {
  rm -rf "$work/log"
  cp -R "$root/tests/vectors/tessera-log" "$work/log"
  size=$(wc -c <"$work/log/$1")
  printf 'X' | dd of="$work/log/$1" bs=1 seek=$((size - 2)) conv=notrunc 2>/dev/null
}

expect 0 "a sound log is accepted" "$root/tests/vectors/tessera-log" "$vkey"
for file in checkpoint tile/0/000.p/15 tile/entries/000.p/15; do
  damaged "$file"
  expect 1 "a changed byte in $file is refused" "$work/log" "$vkey"
done
rm -rf "$work/log"
cp -R "$root/tests/vectors/tessera-log" "$work/log"
rm "$work/log/tile/0/000.p/15"
expect 1 "a missing tile is refused" "$work/log" "$vkey"
expect 1 "another origin is refused" "$root/tests/vectors/tessera-log" "$vkey" example.com/other
expect 2 "a key that is none is wrong use" "$root/tests/vectors/tessera-log" nokey
expect 2 "no arguments are wrong use"
