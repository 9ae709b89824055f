#!/bin/bash
# ./bench oracle [FIRST[:COUNT]]: random policies, 50 random packets each, judged by the engine and by the slow arbitration of the tests; seeds
# 1000000:20000 unless told otherwise, which are 1,000,000 pairs. A difference says which seed; one number plays that seed alone.
set -euo pipefail
cd "$(dirname "$0")/.."
seeds=${1:-1000000:20000}
[[ $seeds =~ ^[0-9]+(:[0-9]+)?$ ]] || { echo "usage: ./bench oracle [FIRST[:COUNT]]" >&2; exit 2; }
count=1
[[ $seeds != *:* ]] || count=${seeds#*:}
name=Gatehouse.Tests
dotnet build -c Release -v q --nologo "tests/$name" | grep -E "error|warning" && exit 4
TIMEFORMAT='%R'
status=0
exec 3>&1
took=$({ time GATEHOUSE_ORACLE=$seeds "tests/$name/bin/Release/net10.0/$name" -noLogo -noColor -noAutoReporters \
    -method '*.Agrees_with_the_slow_arbitration_on_1_000_000_pairs' >&3 2>&3; } 2>&1) || status=$?
echo "$((count * 50)) pairs in $took s"
exit $status
