#!/bin/sh
# SPDX-License-Identifier: AGPL-3.0-or-later
# pySim (osmocom/pysim, which is not part of this project) with a card of ours behind pcscd, as a user has it:
#   PYSIM=/path/to/pysim tests/interop/pysim.sh [folder of the programs]
# Ends with 0 if it has no complaint, 1 if it has, 77 if something to try it with is not installed.
set -eu

programs=$(readlink -f "${1:-build/release/bin}")
python=${PYTHON:-/usr/bin/python3}
pysim=${PYSIM:-}

skip() {
  echo "skipped: $1"
  exit 77
}

[ -x "$programs/foothold-tre" ] || skip "no foothold-tre in $programs"
[ -f "$pysim/pySim-shell.py" ] || skip "PYSIM names no folder with pySim"
command -v pcscd > /dev/null || skip "pcscd is not installed"
[ -f /usr/lib/pcsc/drivers/serial/libifdvpcd.so ] || skip "vsmartcard-vpcd is not installed"
(cd "$pysim" && "$python" pySim-shell.py --help > /dev/null 2>&1) || skip "pySim does not start: its libraries are missing"

# The reader's port and pcscd's socket are in namespaces of our own.
if [ -z "${FOOTHOLD_ISOLATED:-}" ]; then
  [ "$(id -u)" = 0 ] && user= || user=--map-root-user
  FOOTHOLD_ISOLATED=1 exec unshare $user --net --mount --pid --fork --kill-child "$0" "$programs"
fi

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT  # the processes end with their namespace
mount -t tmpfs none /run
mkdir /run/pcscd
ip link set lo up
cd "$folder"

printf 'pcid = "001020000000001"\nadm1 = "3132333435363738"\npuk1 = "12345678"\n' > card.toml
"$programs/foothold" card create card.toml --out card > /dev/null
printf 'state = "card/state"\nsocket = "tre.sock"\nvpcd = "127.0.0.1:35963"\n' > tre.toml
printf 'FRIENDLYNAME "Virtual PCD"\nDEVICENAME /dev/null:0x8C7B\n' > reader.conf
printf 'LIBPATH /usr/lib/pcsc/drivers/serial/libifdvpcd.so\nCHANNELID 0x8C7B\n' >> reader.conf
"$programs/foothold-tre" --config tre.toml > tre.log 2>&1 &
pcscd --foreground --config "$folder/reader.conf" > pcscd.log 2>&1 &
tries=0
until grep -q card.powered tre.log; do
  tries=$((tries + 1))
  [ $tries -lt 600 ] || { cat tre.log pcscd.log; exit 1; }
  sleep 0.1
done

cat > commands << 'END'
verify_adm 12345678
export --json
select MF/ADF.USIM/EF.SPN
update_binary_decoded '{"rfu": 0, "hide_in_oplmn": false, "show_in_hplmn": false, "spn": "Foothold"}'
read_binary_decoded
select MF/ADF.USIM/EF.MSISDN
update_record 1 ffffffffffffffffffffffffffff0491214365ffffffffffffffffff
read_record_decoded 1
select MF
enable_chv --pin-nr 1 0000
verify_chv --pin-nr 1 0000
change_chv --pin-nr 1 1234 0000
unblock_chv --pin-nr 1 12345678 0000
disable_chv --pin-nr 1 0000
select MF/ADF.USIM/EF.IMSI
read_binary_decoded
quit
END
(cd "$pysim" && timeout 300 "$python" pySim-read.py -p 0) > read.out 2>&1 || { cat read.out; exit 1; }
(cd "$pysim" && timeout 300 "$python" pySim-shell.py -p 0 < "$folder/commands") > shell.out 2>&1 || { cat shell.out; exit 1; }

failed=0
expect() {
  grep -q "$2" "$1" && return
  echo "not in $1: $2"
  failed=1
}
expect read.out 'IMSI: 001020000000001'
expect shell.out '"spn": "Foothold"'
expect shell.out '+123456'
expect shell.out '"imsi": "001020000000001"'
expect shell.out 'CHV change successful'
expect shell.out 'CHV unblock successful'
# A file that the card does not have is none of its faults (6a82), any other refusal would be.
# `export` sums these up as an exception.
if grep 'bad file:' shell.out | grep -v 6a82 || grep EXCEPTION shell.out | grep -v 'unable to export'; then failed=1; fi
decoded=$(grep -c '^update_[a-z]*_decoded' shell.out || true)
echo "pySim: $decoded lines decoded, $(grep -c 'bad file:.*6a82' shell.out || true) optional files that the card has not"
exit $failed
