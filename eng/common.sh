# Shared by the launchers ./gatehouse and ./test: sourced with `root` set to the repository's folder.
# shellcheck shell=bash

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_GENERATE_ASPNET_CERTIFICATE=false
export DOTNET_CLI_WORKLOAD_UPDATE_NOTIFY_DISABLE=true MSBUILDTERMINALLOGGER=off
# No compiler server or build node outlives a launcher: nothing is left behind.
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0
# ip and iptables live in sbin, which Debian leaves out of an ordinary user's PATH.
PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin"

say() { printf '%s: %s\n' "${0##*/}" "$*" >&2; }

need_dotnet() {
    command -v dotnet >/dev/null || { say "needs the .NET 10 SDK; 'dotnet' is not in PATH (https://dot.net)"; exit 3; }
    # The SDK wants a home it can write to; a service account may have none.
    if [ ! -w "${HOME:-/nonexistent}" ]; then
        HOME="${TMPDIR:-/tmp}/gatehouse-home-$(id -u)"
        mkdir -p -m 700 "$HOME"
        [ -O "$HOME" ] || { say "HOME is not writable, and $HOME belongs to somebody else"; exit 3; }
        export HOME
    fi
}

# missing_packages PACKAGE[:COMMAND]...: prints those whose command (or else package) is not there.
missing_packages() {
    local item
    for item in "$@"; do
        case $item in
            *:*) command -v "${item#*:}" >/dev/null || printf '%s ' "${item%%:*}" ;;
            *) dpkg-query -W -f='${Status}' "$item" 2>/dev/null | grep -q 'ok installed' || printf '%s ' "$item" ;;
        esac
    done
}

# install_missing WHAT-FOR PACKAGE[:COMMAND]...: as root installs what is missing, else says what is left out. Never fatal.
install_missing() {
    local what=$1 missing log
    shift
    missing=$(missing_packages "$@")
    [ -n "$missing" ] || return 0
    if [ "$(id -u)" -ne 0 ]; then
        say "not installed: ${missing% }; without root nothing is installed, and $what is left out or simulated"
        return 0
    fi
    if ! command -v apt-get >/dev/null; then
        say "not installed: ${missing% }; there is no apt-get here, so install them by hand for $what"
        return 0
    fi
    say "installing ${missing% } for $what"
    log=$(mktemp)
    # One machine-wide lock, so that two launchers do not fight over apt's.
    (
        flock 9
        export DEBIAN_FRONTEND=noninteractive
        # shellcheck disable=SC2086
        apt-get install -y -q --no-install-recommends $missing ||
            { apt-get update -q && apt-get install -y -q --no-install-recommends $missing; }
    ) >"$log" 2>&1 9>/run/gatehouse-apt.lock || { say "apt-get could not install ${missing% }:"; tail -n 5 "$log" >&2; }
    rm -f "$log"
}

# Where build output goes: beside the sources, or in the user's cache when the checkout is not ours to write to.
locate_output() {
    if [ -w "$root" ] && [ -w "$root/src/Gatehouse.Cli" ]; then
        state="$root/artifacts"
        cli="$root/src/Gatehouse.Cli/bin/Release/net10.0"
        output=()
    else
        state="${XDG_CACHE_HOME:-$HOME/.cache}/gatehouse/$(printf %s "$root" | cksum | cut -d' ' -f1)"
        cli="$state/build/bin/Gatehouse.Cli/release"
        output=(--artifacts-path "$state/build")
    fi
    stamp="$state/release.stamp"
}

# True when no source is newer than the last good build. Folders count too: a deleted file changes its folder's time.
is_fresh() {
    local inputs=("$root/src" "$root/Directory.Build.props" "$root/Directory.Packages.props" "$root/global.json" "$root/.editorconfig")
    [ -f "$stamp" ] && [ -f "$cli/gatehouse.dll" ] &&
        [ -z "$(find "${inputs[@]}" \( -name bin -o -name obj \) -prune -o -newer "$stamp" -print -quit)" ]
}

# build_release TARGET: builds under a lock; on failure prints the errors and returns 1.
build_release() {
    local target=$1 log result=0
    log=$(mktemp)
    # Made first, so that the compiler's own folders do not make the sources look newer than the build.
    [ ${#output[@]} -gt 0 ] || mkdir -p "$root"/src/*/bin "$root"/src/*/obj
    touch "$state/release.start"
    dotnet build "$target" -c Release -v q --nologo -p:UseSharedCompilation=false "${output[@]}" >"$log" 2>&1 8>&- || result=1
    if [ $result -eq 0 ]; then
        mv -f "$state/release.start" "$stamp"
    else
        grep -E '(error|warning) [A-Z]+[0-9]+|error :' "$log" | sed 's/ \[[^]]*\]$//' | sort -u >&2 || cat "$log" >&2
    fi
    rm -f "$log"
    return $result
}
