#!/bin/bash
# ./bench fuzz [--minutes N] [--first SEED] [TARGET:SEED]: damaged policy files, files of netsh, control requests and state stores, for 10 minutes unless
# told otherwise, from a seed on that the clock gives. TARGET:SEED plays one input again; TARGET is policy, netsh, control or store.
set -euo pipefail
cd "$(dirname "$0")/.."
usage() { echo "usage: ./bench fuzz [--minutes N] [--first SEED] [TARGET:SEED]" >&2; exit 2; }
minutes=10 first=$(($(date +%s) % 1000000 * 1000))
while [[ $# -gt 0 ]]; do
  case $1 in
    --minutes) minutes=${2:-}; [[ $minutes =~ ^[0-9]+$ ]] || usage; shift 2 ;;
    --first) first=${2:-}; [[ $first =~ ^[0-9]+$ ]] || usage; shift 2 ;;
    policy:* | netsh:* | control:* | store:*) export GATEHOUSE_FUZZ=$1; shift ;;
    *) usage ;;
  esac
done
export GATEHOUSE_FUZZ_SECONDS=$((minutes * 60)) GATEHOUSE_FUZZ_FIRST=$first
name=Gatehouse.Tests
dotnet build -c Release -v q --nologo "tests/$name" | grep -E "error|warning" && exit 4
exec "tests/$name/bin/Release/net10.0/$name" -noLogo -noColor -noAutoReporters -showliveoutput -method '*A_minute_of_damaged_inputs_is_survived'
