#!/bin/bash
# ./bench swarm [--coexistence] [FIRST[:COUNT]]: simulations of two hosts under drawn policies and mishaps, 1:100000 unless told otherwise, or 1:10000
# of drawn keying modules. A failure says which seed; one number plays that seed alone. Prints how many a second and core.
set -euo pipefail
cd "$(dirname "$0")/.."
variable=GATEHOUSE_SWARM method=The_seeds_asked_for default=1:100000
if [[ ${1:-} = --coexistence ]]; then
    variable=GATEHOUSE_SWARM_COEXISTENCE method=The_seeds_of_both_keying_modules_asked_for default=1:10000
    shift
fi
seeds=${1:-$default}
[[ $seeds =~ ^[0-9]+(:[0-9]+)?$ ]] || { echo "usage: ./bench swarm [--coexistence] [FIRST[:COUNT]]" >&2; exit 2; }
count=1
[[ $seeds != *:* ]] || count=${seeds#*:}
name=Gatehouse.Simulation.Tests
dotnet build -c Release -v q --nologo "tests/$name" | grep -E "error|warning" && exit 4
TIMEFORMAT='%R %U'
status=0
exec 3>&1
took=$({ time env "$variable=$seeds" "tests/$name/bin/Release/net10.0/$name" -noLogo -noColor -noAutoReporters -method "*$method" >&3 2>&3; } 2>&1) || status=$?
read -r wall user <<<"$took"
awk -v n="$count" -v wall="$wall" -v user="$user" 'BEGIN { printf "%d simulations in %.1f s, %.0f a second and core\n", n, wall, n / user }'
exit $status
