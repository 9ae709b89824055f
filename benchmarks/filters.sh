#!/bin/bash
# ./bench filters [--quick]: our classifier beside a linear list and beside DPDK's ACL library, in one run on one core. Rule sets of gen-rules, seed 1:
# style acl with 10, 1,000, 10,000 and 100,000 filters, and style fw with 1,000 and 10,000, which has no bound. --quick leaves DPDK out.
# With DPDK: root, about 5 GB of free memory, and Debian's dpdk-dev, which the anchor installs when it is missing.
set -euo pipefail
cd "$(dirname "$0")/.."
quick=
case ${1:-} in
    '') ;;
    --quick) quick=1 ;;
    *) echo "usage: ./bench filters [--quick]" >&2; exit 2 ;;
esac
dotnet build -c Release -v q --nologo benchmarks/Gatehouse.Benchmarks | grep -E "error|warning" && exit 4
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
sets=(acl-10 acl-1000 acl-10000 acl-100000 fw-1000 fw-10000)
for set in "${sets[@]}"; do
    benchmarks/gen-rules --rules "${set#*-}" --style "${set%-*}" --out "$work/$set"
done
: >"$work/anchor.csv"
if [ -z "$quick" ]; then
    methods=scalar
    grep -q avx512f /proc/cpuinfo && methods="scalar avx512x16"
    for style in acl fw; do
        sizes="10 1000 10000 100000"
        [ "$style" = acl ] || sizes="1000 10000"
        ACL_ANCHOR_DIR=$work STYLES=$style SIZES=$sizes METHODS=$methods benchmarks/acl-anchor 3 20 | tee -a "$work/anchor.csv"
    done
fi
core=${BENCH_CORE:-$(($(nproc) - 1))}
status=0
taskset -c "$core" dotnet benchmarks/Gatehouse.Benchmarks/bin/Release/net10.0/Gatehouse.Benchmarks.dll filters "$work" "$work/anchor.csv" "${sets[@]}" || status=$?
exit $status
