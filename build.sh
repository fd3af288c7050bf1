#!/usr/bin/env bash
# Builds the build program (build/) when something it is made from has changed, and hands it every argument.
set -euo pipefail
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd -P)
program=$root/build/bin/Release/net10.0/Build.dll
stamp=$root/build/bin/sources # what the program was last built from; as old as the start of that build

# Everything that the program is built from, one path a line; the arguments restrict it further.
sources() (
    cd -- "$root"
    shopt -s nullglob nocaseglob
    find $(<build/sources.txt) \( -name bin -o -name obj \) -prune -o -type f "$@" -print
)

stale() {
    [[ ! -f $program || ! -f $stamp || -n $(sources -newer "$stamp") || $(sources) != "$(<"$stamp")" ]]
}

build() {
    local log=$root/build/bin/build.log
    sources >"$stamp.new"
    export NUGET_ENHANCED_MAX_NETWORK_TRY_COUNT=2 # of 100 s each, where a feed does not answer; 6 otherwise
    if ! dotnet build "$root/build/Build.csproj" -c Release -nologo -v quiet -clp:NoSummary >"$log" 2>&1; then
        awk 'NF && !seen[$0]++' "$log" >&2 # MSBuild says each error twice
        echo "build.sh: the build program did not compile" >&2
        return 1
    fi
    mv -- "$stamp.new" "$stamp"
}

outdated=false
if stale; then outdated=true; fi

# The SDK itself is asked only when there is something to compile: that takes longer than all else here.
if ! command -v dotnet >/dev/null || { $outdated && ! (cd -- "$root" && dotnet --version) >/dev/null 2>&1; }; then
    wanted=$(sed -n 's/.*"version": *"\([^"]*\)".*/\1/p' "$root/global.json")
    echo "build.sh: the .NET SDK $wanted or a later one of its major version is needed: install it from https://dotnet.microsoft.com/download" >&2
    exit 1
fi

if $outdated; then
    mkdir -p -- "$root/build/bin"
    # One at a time; the build servers that dotnet leaves running must not inherit the lock.
    (
        if command -v flock >/dev/null; then flock 9; fi
        if stale; then build 9>&-; fi
    ) 9>"$root/build/bin/lock"
fi

exec dotnet "$program" "$@"
