# What every tool starts with: `top`, the project's folder, and how to speak. Messages go to standard error, one line
# per step, so that results alone are on standard output. Sourced by scripts in tools/ that set `tool` and `set -eu`.

top=$(cd "$(dirname "$0")/.." && pwd)

say()
{
    printf '%s: %s\n' "$tool" "$*" >&2
}

fail()
{
    say "$*"
    exit 1
}

# Run a command with its output in a log file; on failure show the end of the log.
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
