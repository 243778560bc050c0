# How the tools speak: one line per step on standard error, so that results alone are on standard output.
# Sourced by the tools; expects `set -eu`.

top=$(cd "$(dirname "$0")/.." && pwd)
# A script one level deeper sets its own top.
[ -f "$top/CMakePresets.json" ] || top=$(cd "$(dirname "$0")/../.." && pwd)

say()
{
    printf '%s: %s\n' "${tool:-swbem}" "$*" >&2
}

fail()
{
    say "$*"
    exit 1
}

# Run a command with its output in a log file; on failure show the end of the log and stop.
logged()
{
    log=$1
    shift
    mkdir -p "$(dirname "$log")"
    "$@" >"$log" 2>&1 && return 0
    say "failed: $*"
    say "the end of $log:"
    tail -n 30 "$log" >&2
    return 1
}
