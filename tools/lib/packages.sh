# The Debian packages that building and testing need, and 32-bit Wine where it can be had.
# As root they are installed; otherwise they are named and the tool stops.

packages="gcc libc6-dev make cmake ninja-build pkgconf check tcl xz-utils clang-format
    gcc-mingw-w64-x86-64-win32 gcc-mingw-w64-i686-win32 mingw-w64-tools wine wine64"

packages_missing()
{
    for package in $packages; do
        status=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) || status=
        [ "$status" = installed ] || printf '%s ' "$package"
    done
}

packages_install()
{
    command -v apt-get >/dev/null && command -v dpkg-query >/dev/null ||
        fail "this needs Debian 12 or its kin (apt-get and dpkg); the packages are: $packages"
    missing=$(packages_missing)
    [ -n "$missing" ] || return 0
    if [ "$(id -u)" -ne 0 ]; then
        say "these packages are missing; as root, please run:"
        say "    apt-get update && apt-get install --no-install-recommends $missing"
        exit 1
    fi
    say "installing packages: $missing"
    # A stale or unreachable list need not matter: the installation says whether it does.
    logged "$top/build/log/apt-update.log" apt-get update || say "apt-get update complained; going on"
    # shellcheck disable=SC2086  # package names are words
    DEBIAN_FRONTEND=noninteractive logged "$top/build/log/apt-install.log" \
        apt-get install -y --no-install-recommends $missing ||
        fail "could not install: $missing"
}

wine32_is_installed()
{
    [ "$(dpkg-query -W -f '${db:Status-Status}' wine32:i386 2>/dev/null)" = installed ]
}

# Try once; a failure is remembered in build/wine32.skipped with its reason, and all is put back as it was.
# Nothing of the machine's is removed for it.
wine32_install()
{
    wine32_is_installed && return 0
    skipped=$top/build/wine32.skipped
    [ ! -f "$skipped" ] || return 0
    mkdir -p "$top/build/log"
    if [ "$(id -u)" -ne 0 ]; then
        say "32-bit Wine is missing, so the 32-bit tests will be skipped; as root one may try:"
        say "    dpkg --add-architecture i386 && apt-get update && apt-get install wine32:i386"
        return 0
    fi
    say "trying to install 32-bit Wine"
    had_i386=$(dpkg --print-foreign-architectures | grep -cx i386) || true
    dpkg --add-architecture i386
    apt-get update >"$top/build/log/apt-update-i386.log" 2>&1 || true
    if DEBIAN_FRONTEND=noninteractive apt-get install -y --no-remove --no-install-recommends wine32:i386 \
        >"$top/build/log/wine32.log" 2>&1; then
        return 0
    fi
    say "wine32 could not be installed (build/log/wine32.log says why); delete build/wine32.skipped to try again"
    tail -n 5 "$top/build/log/wine32.log" >"$skipped"
    if [ "$had_i386" -eq 0 ]; then
        dpkg --remove-architecture i386
        apt-get update >/dev/null 2>&1 || true
    fi
}
