#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Checks what executables made with -exe print, by hand-written programs (testprog.c, testtail.c).
# usage: driver.sh le|be FOLDER [QEMU]    FOLDER has testprog, testraw and testtail
set -u
order=$1
folder=$2
shift 2
qemu=$*
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
failed=0
count=0

# A 32-bit number as memory has it.
word() {
    text=$(printf '%08x' "$1")
    if [ "$order" = be ]; then
        printf '%s' "$text"
    else
        printf '%s' "$text" | sed 's/\(..\)\(..\)\(..\)\(..\)/\4\3\2\1/'
    fi
}

# check NAME STATUS OUTPUT ARGUMENTS...: runs $exe; OUTPUT is all of both streams, times as TIME.
check() {
    name=$1 wanted_status=$2 wanted=$3
    shift 3
    count=$((count + 1))
    got=$($qemu "$folder/$exe" "$@" 2>&1)
    status=$?
    got=$(printf '%s\n' "$got" | sed -E \
        -e 's/[0-9]+ ns, of a run: min [0-9]+, mean [0-9]+/TIME/' -e 's/[0-9]+ per s/TIME per s/g' \
        -e 's/"ns":[0-9]+,"ns_min":[0-9]+,"ns_mean":[0-9]+/TIME/')
    if [ "$got" = "$wanted" ] && [ $status = "$wanted_status" ]; then
        echo "ok $count - $name"
    else
        failed=1
        echo "not ok $count - $name"
        printf '# wanted %s: %s\n# got %s: %s\n' "$wanted_status" "$wanted" $status "$got"
    fi
}

# bytes FILE HEX...: hexadecimal text to a file.
bytes() {
    file=$1
    shift
    text=$(printf '%s' "$@" | sed 's/../0x& /g')
    octal=$(printf '\\%03o' $text)
    printf "$octal" >"$file"
}

# check_file NAME HEX: what lies in $work/out.
check_file() {
    count=$((count + 1))
    got=$(od -An -v -tx1 "$work/out" | tr -d ' \n')
    if [ "$got" = "$2" ]; then
        echo "ok $count - $1"
    else
        failed=1
        echo "not ok $count - $1"
        printf '# wanted %s\n# got %s\n' "$2" "$got"
    fi
}

packet=0102030405060708090a0b0c0d0e0f10
maps_empty_counts="[\"$(word 0)\",\"00000000\"]"

exe=testraw
check 'raw program' 0 'r0 = 0x300000003' -mem 00ffA1
check 'raw program, number only' 0 '0x300000003' -r0 -mem '00 ff a1'
check 'empty memory is NULL' 0 '0x0' -r0 -mem ''
check 'raw program, JSON' 0 '{"retval":12884901891,"out":"0100a2"}' --json --mem=00ffa1
check 'no maps at all' 0 '{"retval":4294967297,"out":"01","maps":{}}' -json -dump-maps -mem 00
check 'raw takes no packet' 2 'testraw: error: program bump takes memory: use -mem' -packet 00
check 'odd hex' 2 'testraw: error: -mem: no pair of hex digits at character 3' -mem 001
check 'no input' 2 'testraw: error: give one of -packet, -pcap, -mem; -help lists the options'
check 'unknown option' 2 'testraw: error: unknown argument: -x; -help lists the options' -x
check 'missing value' 2 'testraw: error: -mem needs a value' -mem
check 'repeat must be positive' 2 'testraw: error: -repeat: not a number from 1 on: 0' \
    -mem 00 -repeat 0
check 'a fresh copy for every run' 0 '{"retval":4294967297,"out":"01"}' -json -repeat 5 -mem 00

exe=testprog
check 'several programs' 2 \
    'testprog: error: several programs, choose with -prog: bump count grow strange' -mem 00
check 'unknown program' 2 \
    'testprog: error: no program x; there are: bump count grow strange' -prog x -mem 00
check 'packets take no memory' 2 \
    'testprog: error: program count takes packets: use -packet or -pcap' -prog count -mem 00
check 'action by name' 0 'packet 1: 16 bytes: XDP_PASS (2)' -prog count -packet $packet
check 'other actions by number' 0 'bpf_trace_printk: size 16
packet 1: 16 bytes: 4294967295' -prog strange -packet $packet
check 'JSON of 32 bits of r0' 0 "{\"retval\":2,\"out\":\"$packet\"}" \
    -prog count -packet $packet -json

zero=$(word 0) one=$(word 1) two=$(word 2) three=$(word 3)
check 'maps as JSON' 0 "{\"retval\":2,\"out\":\"$packet\",\"maps\":{\
\"counts\":[[\"$zero\",\"00000000\"],[\"$one\",\"$three\"],[\"$two\",\"00000000\"]],\
\"seen\":[[\"0102\",\"03\"]],\"cpus\":[[\"$zero\",[\"0000\",\"0000\"]]],\"flows\":[],\"ports\":[],\
\".data\":[[\"00000000\",\"04020304\"]],\".rodata\":[[\"00000000\",\"abcd\"]]}}" \
    -prog count -packet $packet -repeat 3 -json -dump-maps
check 'maps as text' 0 "packet 1: 16 bytes: XDP_PASS (2)
map counts: array of 3
  $zero: 00000000
  $one: $one
  $two: 00000000
map seen: hash of 4
  0102: 03
map cpus: percpu_array of 1
  $zero: [0000 0000]
map flows: percpu_hash of 4
map ports: devmap of 4
section .data: 4 bytes
  00000000: 02020304
section .rodata: 2 bytes
  00000000: abcd" -prog count -packet $packet -dump-maps

check 'absent port: the flags' 0 "{\"retval\":3,\"out\":\"aabb${packet}00\"}" \
    -prog grow -packet $packet -json
printf '[["%s","%s"]]' "$one" "$two" >"$work/ports"
check 'present port: redirect' 0 'packet 1: 16 bytes: XDP_REDIRECT (4)' \
    -prog grow -packet $packet -map "ports=$work/ports"
check 'too short a packet' 0 'packet 1: 1 bytes: XDP_ABORTED (0)' -prog grow -packet 01

printf ' [ ["ffff","01"],\n["0003", "02"], ["00FF","03"],["8000","04"] ]\n' >"$work/seen"
printf '[["00",["0102","0304","0506"]],["01","0708"]]' >"$work/flows"
printf '[["00000000","ff020304"]]' >"$work/data"
printf '[]' >"$work/nothing"
check 'maps from JSON, sorted' 0 "{\"retval\":0,\"out\":\"ff\",\"maps\":{\
\"counts\":[[\"$zero\",\"00000000\"],[\"$one\",\"00000000\"],[\"$two\",\"00000000\"]],\
\"seen\":[[\"0003\",\"02\"],[\"00ff\",\"03\"],[\"8000\",\"04\"],[\"ffff\",\"01\"]],\
\"cpus\":[[\"$zero\",[\"0000\",\"0000\"]]],\
\"flows\":[[\"00\",[\"0102\",\"0304\"]],[\"01\",[\"0708\",\"0000\"]]],\
\"ports\":[[\"$one\",\"$two\"]],\
\".data\":[[\"00000000\",\"ff020304\"]],\".rodata\":[[\"00000000\",\"abcd\"]]}}" \
    -prog count -packet ff -json -dump-maps -map "seen=$work/seen" --map="flows=$work/flows" \
    -map=".data=$work/data" -map "ports=$work/ports" -map "counts=$work/nothing"

# refused MAP TEXT MESSAGE [PROGRAM]: a -map file that must not be taken.
refused() {
    printf '%s' "$2" >"$work/bad"
    check "refused: $2" 1 "$exe: error: $work/bad:$3" -prog "${4:-count}" -packet 00 \
        -map "$1=$work/bad"
}
refused seen '' "1:1: expected '['"
refused seen '[["0001","02"]' "1:15: expected ']'"
refused seen '[["0001","02"]] x' '1:17: expected the end of the file'
refused seen '[["001","02"]]' '1:7: expected 4 hex digits of a key, found 3'
refused seen '[["000102","02"]]' '1:8: a key has 4 hex digits and no more'
refused seen '[["0001",2]]' "1:10: expected '\"'"
refused seen '[["0001",["02"]]]' "1:10: expected '\"'"
refused seen '[["01","1"],
["zz"]]' '1:6: expected 4 hex digits of a key, found 2'
refused counts '[["ffffffff","00000000"]]' '1:3: map counts refuses this entry: errno 7'
refused cpus "[[\"$zero\",[\"0001\",\"0001\",\"0001\",\"0001\",\"0001\"]]]" '1:43: more than 4 values'
refused .data '[["00000001","00000000"]]' '1:3: a section has the key 00000000 only'
check 'unknown map' 1 'testprog: error: no map or section x' \
    -prog count -packet 00 -map "x=$work/bad"
check 'read-only section' 1 'testprog: error: section .rodata is read only' \
    -prog count -packet 00 -map ".rodata=$work/bad"
check 'missing file' 1 "testprog: error: $work/none: cannot open: errno 2" \
    -prog count -packet 00 -map "seen=$work/none"

le_header=d4c3b2a102000400000000000000000000000400
be_header=a1b23c4d00020004000000000000000000040000
bytes "$work/le.pcap" $le_header 01000000 0000000000000000 03000000 03000000 010203 \
    0000000000000000 02000000 40000000 0205
bytes "$work/be.pcap" $be_header 00000001 0000000000000000 00000001 00000001 01
bytes "$work/empty.pcap" $le_header 01000000
bytes "$work/cut.pcap" $le_header 01000000 0000000000000000 03000000 03000000 0102
bytes "$work/large.pcap" $le_header 01000000 0000000000000000 01000100 01000100 0102
bytes "$work/not.pcap" 0a0d0d0a 00000000 00000000 00000000 00000000 00000000
check 'little-endian pcap' 0 'packet 1: 3 bytes: XDP_PASS (2)
packet 2: 2 bytes: XDP_PASS (2)' -prog count -pcap "$work/le.pcap"
check 'big-endian pcap with nanoseconds' 0 '{"retval":2,"out":"01"}' \
    -prog count -pcap "$work/be.pcap" -json
check 'pcap without packets' 0 '' -prog count -pcap "$work/empty.pcap"
check 'pcap cut off' 1 "testprog: error: $work/cut.pcap: packet 1 is cut off" \
    -prog count -pcap "$work/cut.pcap"
check 'pcap with a packet too large' 1 \
    "testprog: error: $work/large.pcap: packet 1 has 65537 bytes, more than 65536" \
    -prog count -pcap "$work/large.pcap"
check 'not a pcap' 1 "testprog: error: $work/not.pcap: not a pcap file" \
    -prog count -pcap "$work/not.pcap"

printf '[["%s","%s"]]' "$one" "$two" >"$work/ports1"
printf '[["0003","02"],["00ff","03"],["8000","04"]]' >"$work/seen3"
# The options of whole captures. Time: 1 second and 2 microseconds.
bytes "$work/two.pcap" $le_header 01000000 0100000002000000 03000000 03000000 010203 \
    0200000000000000 04000000 40000000 01050607
other=0502030405060708090a0b0c0d0e0f10
bytes "$work/grow.pcap" $le_header 01000000 0100000002000000 10000000 10000000 $packet \
    0200000000000000 10000000 20000000 $other
bytes "$work/mixed.pcap" $le_header 01000000 0000000000000000 01000000 01000000 01 \
    0000000000000000 10000000 10000000 $other
if [ "$order" = be ]; then half=00020004; else half=02000400; fi
head="$(word 2712812621)$half$zero$zero$(word 73728)$one"
check 'output packets to a file' 0 'packet 1: 16 bytes: XDP_REDIRECT (4)
packet 2: 16 bytes: XDP_TX (3)' -prog grow -pcap "$work/grow.pcap" -w "$work/out" -map "ports=$work/ports1"
check_file 'the packets as they come out, with their time' \
    "$head$one$(word 2000)$(word 19)$(word 19)aabb${packet}00$two$zero$(word 19)$(word 19)aabb${other}00"
check 'one packet to a file' 0 "{\"retval\":3,\"out\":\"aabb${packet}00\"}" \
    -prog grow -packet $packet -json -w "$work/out"
check_file 'without a time' "$head$zero$zero$(word 19)$(word 19)aabb${packet}00"
check 'some verdicts to a file' 0 'packet 1: 1 bytes: XDP_ABORTED (0)
packet 2: 16 bytes: XDP_TX (3)' -prog grow -pcap "$work/mixed.pcap" -w "$work/out" -w-verdict pass,tx,7
check_file 'nothing of the others' "$head$zero$zero$(word 19)$(word 19)aabb${other}00"
check 'a verdict that is none' 2 \
    'testprog: error: -w-verdict: neither a number nor a verdict of this program: ok' \
    -prog count -packet 00 -w "$work/out" -w-verdict drop,ok
check 'verdicts without a file' 2 'testprog: error: -w-verdict is of no use without -w' \
    -prog count -packet 00 -w-verdict drop
check 'raw programs give back no packets' 2 'testprog: error: -w: program bump gives back no packets' \
    -prog bump -mem 00 -w "$work/out"
check 'a file that cannot be made' 1 "testprog: error: $work/no/out: cannot write: errno 2" \
    -prog count -packet 00 -w "$work/no/out"

check 'statistics' 0 'packet 1: 3 bytes: XDP_PASS (2)
packet 2: 4 bytes: XDP_PASS (2)
stats: 2 packets, 7 bytes, 0 runs aborted
stats: TIME
stats: XDP_PASS: 2
stats: map seen: 2 of 4 entries
stats: map flows: 0 of 4 entries' -prog count -pcap "$work/two.pcap" -stats
check 'statistics as JSON' 0 '{"retval":0,"out":"01"}
{"retval":3,"out":"aabb'$other'00"}
{"stats":{"packets":2,"bytes":17,"aborted":0,TIME,"verdicts":{"XDP_ABORTED":1,"XDP_TX":1},"other_verdicts":0,"maps":{"seen":{"used":0,"max":4},"flows":{"used":0,"max":4}}}}' \
    -prog grow -pcap "$work/mixed.pcap" -stats -json

check 'every packet from the initial maps' 0 "{\"retval\":2,\"out\":\"010203\",\"maps\":{\
\"counts\":[[\"$zero\",\"00000000\"],[\"$one\",\"$one\"],[\"$two\",\"00000000\"]],\
\"seen\":[[\"0003\",\"02\"],[\"00ff\",\"03\"],[\"0102\",\"03\"],[\"8000\",\"04\"]],\
\"cpus\":[[\"$zero\",[\"0000\",\"0000\"]]],\"flows\":[],\"ports\":[],\
\".data\":[[\"00000000\",\"02020304\"]],\".rodata\":[[\"00000000\",\"abcd\"]]}}
{\"retval\":2,\"out\":\"01050607\",\"maps\":{\
\"counts\":[[\"$zero\",\"00000000\"],[\"$one\",\"$one\"],[\"$two\",\"00000000\"]],\
\"seen\":[[\"0003\",\"02\"],[\"00ff\",\"03\"],[\"0105\",\"06\"],[\"8000\",\"04\"]],\
\"cpus\":[[\"$zero\",[\"0000\",\"0000\"]]],\"flows\":[],\"ports\":[],\
\".data\":[[\"00000000\",\"02020304\"]],\".rodata\":[[\"00000000\",\"abcd\"]]}}" \
    -prog count -pcap "$work/two.pcap" -json -dump-maps -fresh -map "seen=$work/seen3"
check 'statistics of fresh runs' 0 'packet 1: 3 bytes: XDP_PASS (2)
packet 2: 4 bytes: XDP_PASS (2)
stats: 2 packets, 7 bytes, 0 runs aborted
stats: TIME
stats: XDP_PASS: 2
stats: map seen: 0 of 4 entries
stats: map flows: 0 of 4 entries' -prog count -pcap "$work/two.pcap" -stats -fresh
check 'fresh runs to a file' 0 'packet 1: 1 bytes: XDP_ABORTED (0)
packet 2: 16 bytes: XDP_TX (3)' -prog grow -pcap "$work/mixed.pcap" -w "$work/out" -fresh
check_file 'both of them' "$head$zero$zero$one${one}01$zero$zero$(word 19)$(word 19)aabb${other}00"

# 300 packets: more than are run at once.
set -- $le_header 01000000
sequence=0
wanted=
while [ $sequence -lt 300 ]; do
    sequence=$((sequence + 1))
    set -- "$@" 0000000000000000 02000000 02000000 "02$(printf '%02x' $((sequence % 4)))"
    wanted="${wanted}packet $sequence: 2 bytes: XDP_PASS (2)
"
done
bytes "$work/long.pcap" "$@"
check 'threads: the order of the input, shared maps' 0 "${wanted}stats: 300 packets, 600 bytes, 0 runs aborted
stats: TIME
stats: XDP_PASS: 300
stats: map seen: 4 of 4 entries
stats: map flows: 0 of 4 entries" -prog count -pcap "$work/long.pcap" -threads 4 -stats
check 'progress' 0 "$(printf '\r2 packets, TIME per second\n')
packet 1: 3 bytes: XDP_PASS (2)
packet 2: 4 bytes: XDP_PASS (2)" -prog count -pcap "$work/two.pcap" -progress
check 'as many threads as CPUs' 2 \
    'testprog: error: -threads: map cpus has the values of 4 CPUs (-cpus of the translation)' \
    -prog count -pcap "$work/two.pcap" -threads 5
check 'too many threads' 2 'testprog: error: -threads: 65 are more than 64' \
    -prog count -pcap "$work/two.pcap" -threads 65
check 'no fresh threads' 2 \
    'testprog: error: -threads does not go with -fresh: maps are shared while packets run' \
    -prog count -pcap "$work/two.pcap" -threads 2 -fresh
check 'whose line it is' 0 'packet 1, strange: size 3
packet 2, strange: size 4
packet 1: 3 bytes: 4294967295
packet 2: 4 bytes: 4294967295' -prog strange -pcap "$work/two.pcap" -trace
check 'standard input' 0 'packet 1: 3 bytes: XDP_PASS (2)
packet 2: 4 bytes: XDP_PASS (2)' -prog count -pcap - <"$work/two.pcap"

exe=testtail
empty="\"red\":[[\"$zero\",\"00000000\"]]"
check 'initial slots' 0 "{\"retval\":2,\"out\":\"0203\",\"maps\":{$empty,\
\"blue\":[[\"$zero\",\"$one\"]],\"tables\":[[\"$two\",\"blue\"]],\"named\":[],\
\"jumps\":[[\"$three\",\"finish\"]]}}" -prog jump -packet 0203 -json -dump-maps
check 'empty slot: the program goes on' 0 '0x3' -prog jump -packet 0200 -r0
check 'beyond the end: the program goes on' 0 '0x3' -prog jump -packet 0204 -r0
printf '[["%s","jump"], ["%s", "finish"]]' "$zero" "$one" >"$work/jumps"
printf '[["%s","red"],["%s","blue"],["%s","red"]]' "$zero" "$one" "$two" >"$work/tables"
printf '[["6262","red"],["6161","blue"]]' >"$work/named"
check 'slots from JSON' 0 "{\"retval\":2,\"out\":\"0201\",\"maps\":{\
\"red\":[[\"$zero\",\"$one\"]],\"blue\":[[\"$zero\",\"00000000\"]],\
\"tables\":[[\"$zero\",\"red\"],[\"$one\",\"blue\"],[\"$two\",\"red\"]],\
\"named\":[[\"6161\",\"blue\"],[\"6262\",\"red\"]],\
\"jumps\":[[\"$zero\",\"jump\"],[\"$one\",\"finish\"],[\"$three\",\"finish\"]]}}" \
    -prog jump -packet 0201 -json -dump-maps \
    -map "jumps=$work/jumps" -map "tables=$work/tables" -map "named=$work/named"
check 'the limit ends a circle' 0 '0x3' -prog jump -packet 0200 -r0 -map "jumps=$work/jumps"
check 'names as text' 0 "packet 1: 2 bytes: XDP_TX (3)
map red: array of 1
  $zero: 00000000
map blue: array of 1
  $zero: 00000000
map tables: array_of_maps of 3
  $two: blue
map named: hash_of_maps of 4
  6161: blue
  6262: red
map jumps: prog_array of 4
  $three: finish" -prog jump -packet 0200 -dump-maps -map "named=$work/named"

refused jumps '[["00000000","nobody"]]' '1:14: nobody is not the name of a program' jump
refused jumps '[["00000000", "raw"]]' '1:3: map jumps refuses this entry: errno 22' jump
refused jumps '[["ffffffff","jump"]]' '1:3: map jumps refuses this entry: errno 7' jump
refused jumps '[["00000000",1]]' "1:14: expected '\"'" jump
refused jumps '[["00000000","a b"]]' '1:16: expected the name of a program' jump
refused tables '[["00000000","jump"]]' '1:14: jump is not the name of a map' jump
refused tables '[["00000000","named"]]' '1:3: map tables refuses this entry: errno 22' jump

echo "$count driver tests, $([ $failed = 0 ] && echo 0 || echo some) failed"
exit $failed
