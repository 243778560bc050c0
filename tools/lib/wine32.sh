# 32-bit Wine where the machine's package system does not give it: Debian's i386 packages, unpacked into a folder of our
# own. Nothing is installed; a program runs in that folder by chroot, in a mount namespace of its own (wine32-run), so
# that it takes root, and a machine that lets root have such a namespace.
#
#   build/deps/wine32/root     the unpacked packages
#   build/deps/wine32/ready    made when a program has run in it

wine32_dir=${SWBEM_DEPS:-$top/build/deps}/wine32

wine32_apt()
{
    apt-get -o Dir::Etc::SourceList=/dev/null -o Dir::Etc::SourceParts="$wine32_dir/apt/sources" \
        -o Dir::State="$wine32_dir/apt/state" -o Dir::State::status="$wine32_dir/apt/status" \
        -o Dir::Cache="$wine32_dir/apt/cache" -o APT::Architecture=i386 -o APT::Architectures=i386 \
        -o APT::Sandbox::User=root -o Acquire::Languages=none "$@"
}

# The machine's own package sources, as they stand, less a restriction to its architecture.
wine32_sources()
{
    mkdir -p "$wine32_dir/apt/sources" "$wine32_dir/apt/state/lists/partial" \
        "$wine32_dir/apt/cache/archives/partial"
    : >"$wine32_dir/apt/status"
    for list in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
        [ ! -f "$list" ] || sed -E 's/arch=[a-z0-9,]*//' "$list" >"$wine32_dir/apt/sources/$(basename "$list" .list).list"
    done
    for list in /etc/apt/sources.list.d/*.sources; do
        [ ! -f "$list" ] || sed '/^Architectures:/d' "$list" >"$wine32_dir/apt/sources/$(basename "$list")"
    done
}

# What the package's own script does on installation: Wine loads zlib only with the mark of its own DLLs in it.
wine32_mark_zlib()
{
    from=$wine32_dir/root/usr/i686-w64-mingw32/lib/zlib1.dll
    [ -f "$from" ] || return 0
    {
        head -c 64 "$from"
        printf 'Wine builtin DLL\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0'
        tail -c +97 "$from"
    } >"$wine32_dir/root/usr/lib/i386-linux-gnu/wine/i386-windows/zlib1.dll"
}

wine32_unpack()
{
    wine32_sources
    # One list out of step with its mirror need not matter; the download says whether it does.
    wine32_apt update || true
    wine32_apt install -y --download-only --no-install-recommends wine32 coreutils dash libc-bin || return 1
    rm -rf "$wine32_dir/root"
    mkdir -p "$wine32_dir/root"
    for package in "$wine32_dir"/apt/cache/archives/*.deb; do
        dpkg-deb -x "$package" "$wine32_dir/root" || return 1
    done
    cp /etc/passwd /etc/group "$wine32_dir/root/etc/"
    wine32_mark_zlib
    rm -rf "$wine32_dir/apt"
}

wine32_private()
{
    [ ! -f "$wine32_dir/ready" ] || return 0
    unshare --mount true 2>/dev/null || return 1
    say "unpacking a 32-bit Wine into build/deps/wine32"
    mkdir -p "$wine32_dir"
    wine32_unpack >"$top/build/log/wine32-unpack.log" 2>&1 || return 1
    "$top/tools/lib/wine32-run" wine --version >>"$top/build/log/wine32-unpack.log" 2>&1 || return 1
    : >"$wine32_dir/ready"
}
