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

wine32_is_ready()
{
    wine32_is_installed || [ -f "$wine32_dir/ready" ]
}

# By the package system if it can, without removing anything of the machine's for it; all is put back if not.
wine32_install()
{
    say "trying to install 32-bit Wine"
    had_i386=$(dpkg --print-foreign-architectures | grep -cx i386) || true
    dpkg --add-architecture i386
    apt-get update >"$top/build/log/apt-update-i386.log" 2>&1 || true
    if DEBIAN_FRONTEND=noninteractive apt-get install -y --no-remove --no-install-recommends wine32:i386 \
        >"$top/build/log/wine32.log" 2>&1; then
        return 0
    fi
    if [ "$had_i386" -eq 0 ]; then
        dpkg --remove-architecture i386
        apt-get update >/dev/null 2>&1 || true
    fi
    return 1
}

# Tried once; a failure is remembered in build/wine32.skipped with its reason.
wine32_provide()
{
    skipped=$top/build/wine32.skipped
    if wine32_is_ready || [ -f "$skipped" ]; then
        return 0
    fi
    mkdir -p "$top/build/log"
    if [ "$(id -u)" -ne 0 ]; then
        say "32-bit Wine is missing, so the 32-bit tests will be skipped; as root one may try:"
        say "    dpkg --add-architecture i386 && apt-get update && apt-get install wine32:i386"
        return 0
    fi
    wine32_install || wine32_private || {
        say "wine32 could not be installed (build/log/wine32*.log say why); delete build/wine32.skipped to try again"
        tail -n 5 "$top/build/log/wine32.log" >"$skipped"
    }
}
