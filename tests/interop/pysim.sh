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

# Keys and RAND of test set 1 of TS 35.208; the network's half of an AKA run has a sequence number that is new to the card.
cat > card.toml << 'END'
pcid = "001020000000001"
adm1 = "3132333435363738"
puk1 = "12345678"
k = "465b5ce8b199b49faa5f0a2ee238a6bc"
opc = "cd63cb71954a9f4e48a5994e37a02baf"
END
rand=23553cbe9637a89d218ae64dae47bf35
autn=$("$python" - $rand << 'END'
import sys
from Cryptodome.Cipher import AES
k, opc, rand = (bytes.fromhex(text) for text in
                ("465b5ce8b199b49faa5f0a2ee238a6bc", "cd63cb71954a9f4e48a5994e37a02baf", sys.argv[1]))
sqn, amf = bytes.fromhex("000000000040"), bytes.fromhex("8000")
encrypt = lambda block: AES.new(k, AES.MODE_ECB).encrypt(block)
xor = lambda a, b: bytes(x ^ y for x, y in zip(a, b))
temp = encrypt(xor(rand, opc))
turned = xor((sqn + amf) * 2, opc)
mac = xor(encrypt(xor(temp, turned[8:] + turned[:8])), opc)[:8]  # f1 (TS 35.206 4.1)
ak = xor(encrypt(xor(xor(temp, opc), bytes(15) + b"\1")), opc)[:6]  # f5
print((xor(sqn, ak) + amf + mac).hex())
END
) || skip "python3-pycryptodome is not installed"
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

cat > commands << END
verify_adm 12345678
export --json
fsdump
status
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
select MF/EF.ARR
read_arr_records
open_channel 1
switch_channel 1
select MF/ADF.USIM/EF.IMSI
read_binary_decoded
switch_channel 0
close_channel 1
select MF/ADF.USIM
authenticate $rand $autn
authenticate $rand $autn
echo a wrong MAC:
authenticate $rand ${autn%????}0000
terminal_profile ffffffff7f0300000000ff
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
expect shell.out '"res": "a54211d5e3ba50bf"'  # of the same test set, as ck and ik are
expect shell.out '"ck": "b40ba9a3c58b2a05bbf0d987b21bf8cb"'
expect shell.out '"auts": "'
expect shell.out 'got 9862'
expect shell.out '"update_erase": "PIN1"'
expect shell.out '"MF/ADF.USIM/EF.IMSI": {'
expect shell.out 'FETCH: d0.*(SetUpEventList)'
expect shell.out 'CHV unblock successful'
# A file that the card does not have is none of its faults (6a82), any other refusal would be.
# `export` sums these up as an exception.
if grep 'bad file:' shell.out | grep -v 6a82 ||
  grep EXCEPTION shell.out | grep -v -e 'unable to export' -e 'got 9862'; then failed=1; fi
decoded=$(grep -c '^update_[a-z]*_decoded' shell.out || true)
echo "pySim: $decoded lines decoded, $(grep -c 'bad file:.*6a82' shell.out || true) optional files that the card has not"
exit $failed
