#!/bin/bash
# Negotiations a second on one core, AuthIP beside IKEv1. Arguments: [--rounds N]. BENCH_CORE chooses the core (default: the last).
set -euo pipefail
cd "$(dirname "$0")/.."
dotnet build -c Release -v q --nologo benchmarks/Gatehouse.Benchmarks | grep -E "error|warning" && exit 4
# Rounds are short, so without this half of what is measured is code that the runtime has not optimised yet.
export DOTNET_TieredCompilation=0
core=${BENCH_CORE:-$(($(nproc) - 1))}
exec taskset -c "$core" dotnet benchmarks/Gatehouse.Benchmarks/bin/Release/net10.0/Gatehouse.Benchmarks.dll keying "$@"
