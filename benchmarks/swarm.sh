#!/bin/bash
# ./bench swarm [FIRST[:COUNT]]: simulations of two hosts under drawn policies and mishaps, 1:100000 unless told otherwise. A failure says which seed;
# one number plays that seed alone. Prints how many a second and core.
set -euo pipefail
cd "$(dirname "$0")/.."
seeds=${1:-1:100000}
[[ $seeds =~ ^[0-9]+(:[0-9]+)?$ ]] || { echo "usage: ./bench swarm [FIRST[:COUNT]]" >&2; exit 2; }
count=1
[[ $seeds != *:* ]] || count=${seeds#*:}
name=Gatehouse.Simulation.Tests
dotnet build -c Release -v q --nologo "tests/$name" | grep -E "error|warning" && exit 4
TIMEFORMAT='%R %U'
status=0
exec 3>&1
took=$({ time GATEHOUSE_SWARM=$seeds "tests/$name/bin/Release/net10.0/$name" -noLogo -noColor -noAutoReporters -method '*The_seeds_asked_for' >&3 2>&3; } 2>&1) || status=$?
read -r wall user <<<"$took"
awk -v n="$count" -v wall="$wall" -v user="$user" 'BEGIN { printf "%d simulations in %.1f s, %.0f a second and core\n", n, wall, n / user }'
exit $status
