#!/bin/bash
# ./bench iperf [SECONDS [RUNS]]: iperf3 TCP between two namespaces through two Gatehouse nodes, beside the same without Gatehouse.
# Needs root, iperf3 and the test lab. Prints a table; docs/performance.md keeps the results.
set -euo pipefail
root=$(dirname "$(dirname "$(readlink -f "$0")")")
seconds=${1:-10} runs=${2:-3}
[[ $(id -u) -eq 0 ]] || { echo "bench iperf: needs root (network namespaces, netfilter queue)" >&2; exit 3; }
for tool in iperf3 python3; do command -v $tool >/dev/null || missing="${missing:-} $tool"; done
[[ -z ${missing:-} ]] || { echo "bench iperf: not installed:$missing" >&2; exit 3; }

tests=$(dirname "$(echo "$root"/test*/lab)")
lab=gh-b$$
work=$(mktemp -d)
pids=()
finish() {
    for pid in "${pids[@]:-}"; do [[ -z $pid ]] || kill "$pid" 2>/dev/null || true; done
    wait 2>/dev/null || true
    "$tests/lab/netns-lab" down --lab $lab
    rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT TERM

"$root/gatehouse" --version >/dev/null      # builds Release when stale, before anything is measured
"$tests/lab/netns-lab" up --lab $lab >/dev/null
in_ns() { ip netns exec "$lab-$1" "${@:2}"; }

in_ns b iperf3 -s >/dev/null 2>&1 &
pids+=($!)
for _ in $(seq 50); do in_ns b ss -Htln 'sport = 5201' | grep -q . && break; sleep 0.1; done

# measure ADDRESS: median Mbit/s over the runs, as the receiver counts.
measure() {
    for _ in $(seq "$runs"); do
        in_ns a iperf3 -c "$1" -t "$seconds" -J | python3 -c 'import json, sys; print(json.load(sys.stdin)["end"]["sum_received"]["bits_per_second"] / 1e6)'
    done | sort -n | awk '{ v[NR] = $1 } END { printf "%.0f\n", v[int((NR + 1) / 2)] }'
}

# row SUITE: both families with the policy in force.
row() {
    local v4 v6
    v4=$(measure 10.99.0.12) v6=$(measure fd99::12)
    printf '| %s | %s | %s | %s | %s |\n' "$1" "$v4" "$v6" \
        "$(awk -v a="$v4" -v b="$plain4" 'BEGIN { printf "%.3f", a / b }')" "$(awk -v a="$v6" -v b="$plain6" 'BEGIN { printf "%.3f", a / b }')"
}

# node HOST: starts a node and waits until it enforces.
node() {
    env -u SSH_CONNECTION GATEHOUSE_PSK=bench ip netns exec "$lab-$1" "$root/gatehouse" run "$work/policy.yaml" >"$work/$1.out" 2>"$work/$1.err" &
    pids+=($!)
    for _ in $(seq 200); do grep -q '^ready' "$work/$1.out" && return 0; sleep 0.1; done
    cat "$work/$1.err" >&2
    return 1
}

printf '%s, %s cores, Linux %s, %s; iperf3 TCP, one stream, %s s, median of %s; both hosts on the same cores\n\n' \
    "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)" "$(nproc)" "$(uname -r)" "$(date -u +%F)" "$seconds" "$runs"
echo '| path | IPv4 Mbit/s | IPv6 Mbit/s | IPv4 ratio | IPv6 ratio |'
echo '|---|---:|---:|---:|---:|'
plain4=$(measure 10.99.0.12) plain6=$(measure fd99::12)
echo "| without Gatehouse | $plain4 | $plain6 | 1 | 1 |"

for suite in 'aes-gcm-128' 'aes-cbc-128, integrity: sha-1'; do
    printf 'gatehouse: 1\nscenario: transport-mode\nkeying:\n  ike:\n    authentication: [psk: {env: GATEHOUSE_PSK}]\n    quickMode:\n      proposals: [{encryption: %s}]\n' \
        "$suite" >"$work/policy.yaml"
    node a
    node b
    row "two nodes, ${suite//, integrity:/ with}"
    for pid in "${pids[@]:1}"; do kill -TERM "$pid"; wait "$pid" || true; done
    pids=("${pids[0]}")
done
