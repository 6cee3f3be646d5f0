#!/bin/sh
# build_and_run.sh COMPONENT BUILD_DIR CXX: installs the components, then builds and runs the consumer of COMPONENT.
set -eu
component=$1 build=$2 compiler=$3
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

parts=ledger
[ "$component" = engine ] && parts="ledger engine"
for part in $parts; do
  cmake --install "$build" --prefix "$work/installed" --component "$part" >/dev/null
done
cmake -S "$here/$component" -B "$work/build" -G Ninja -DCMAKE_CXX_COMPILER="$compiler" \
  -DCMAKE_PREFIX_PATH="$work/installed" >"$work/log" 2>&1 && cmake --build "$work/build" >>"$work/log" 2>&1 ||
  { cat "$work/log"; exit 1; }

needed=$(objdump -p "$work/build/consumer" | sed -n 's/^ *NEEDED *//p')
case "$component $needed" in
  ledger*rocksdb*) echo "an auditor's program must not need RocksDB: $needed"; exit 1 ;;
  engine*rocksdb*) ;;
  engine*) echo "the check for RocksDB sees nothing: $needed"; exit 1 ;;
esac
"$work/build/consumer" "$work/ledger"
