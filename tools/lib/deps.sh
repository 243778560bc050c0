# SQLite and Check, built from Debian's source packages into build/deps.
#
# The tarballs come through apt, with a list of sources and state folders of our own, so that the machine's apt is left
# as it is; the mirror is the one the machine uses. Version and SHA-256 are pinned. Each library is built once per
# target; a stamp holds the hash of this recipe, and a changed recipe builds again.
#
#   build/deps/{native,win64,win32}/{include,lib}     what cmake/Sqlite.cmake and cmake/Check.cmake look for

sqlite_version=3.40.1
sqlite_tarball=sqlite3_3.40.1.orig.tar.xz
sqlite_sha256=aaa776260ab4dc976db34aa7891819484c8676b5b2783123ebc6301e2ca5d655
check_version=0.15.2
check_tarball=check_0.15.2.orig.tar.gz
check_sha256=8451b68ac5d6f3157b24f22eceff575bcf566264f6d78f3852f89d4e08cf42e1

# THREADSAFE=1, since connections move between worker threads; the repository opens each with NOMUTEX where it can.
# No overlapped I/O: under Wine it makes each read and write a round trip to its server.
sqlite_flags="-O2 -g -DNDEBUG
    -DSQLITE_THREADSAFE=1 -DSQLITE_DQS=0 -DSQLITE_DEFAULT_MEMSTATUS=0 -DSQLITE_MAX_WORKER_THREADS=0
    -DSQLITE_OMIT_LOAD_EXTENSION -DSQLITE_OMIT_DEPRECATED -DSQLITE_OMIT_SHARED_CACHE
    -DSQLITE_LIKE_DOESNT_MATCH_BLOBS -DSQLITE_USE_URI=0 -DSQLITE_WIN32_NO_OVERLAPPED=1"

deps=${SWBEM_DEPS:-$top/build/deps}
deps_log=$deps/log

deps_cc()
{
    case $1 in
    native) echo cc ;;
    win64) echo x86_64-w64-mingw32-gcc-win32 ;;
    win32) echo i686-w64-mingw32-gcc-win32 ;;
    esac
}

deps_ar()
{
    case $1 in
    native) echo ar ;;
    win64) echo x86_64-w64-mingw32-ar ;;
    win32) echo i686-w64-mingw32-ar ;;
    esac
}

# The recipe's hash: this file and the compiler.
deps_recipe()
{
    { cat "$top/tools/lib/deps.sh"; "$(deps_cc "$1")" --version; } | sha256sum | cut -c1-64
}

deps_is_current()
{
    [ "$(cat "$deps/$1/$2.stamp" 2>/dev/null)" = "$(deps_recipe "$1")" ]
}

# The machine's own package sources, as source-package entries.
deps_apt_sources()
{
    mkdir -p "$1"
    for list in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
        [ -f "$list" ] && sed -n -E 's/^[[:space:]]*deb(-src)?[[:space:]]/deb-src /p' "$list"
    done | sort -u >"$1/swbem.list"
    for list in /etc/apt/sources.list.d/*.sources; do
        [ -f "$list" ] || continue
        sed -E '/^#/d; s/^Types:.*/Types: deb-src/' "$list" >"$1/$(basename "$list")"
    done
}

deps_apt()
{
    apt=$deps/apt
    command=$1
    shift
    "$command" -o Dir::Etc::SourceList=/dev/null -o Dir::Etc::SourceParts="$apt/sources" \
        -o Dir::State="$apt/state" -o Dir::State::status=/var/lib/dpkg/status -o Dir::Cache="$apt/cache" \
        -o APT::Sandbox::User=root -o Acquire::Languages=none "$@"
}

# deps_download PACKAGE VERSION TARBALL SHA256: leave the verified tarball in build/deps/download.
deps_download()
{
    mkdir -p "$deps/download" "$deps/apt/state/lists/partial" "$deps/apt/cache/archives/partial"
    if ! echo "$4  $deps/download/$3" | sha256sum --check --status 2>/dev/null; then
        say "downloading the source package $1 $2"
        deps_apt_sources "$deps/apt/sources"
        # One unreachable third-party source must not stop us: what counts is whether the tarball arrives.
        logged "$deps_log/apt-update.log" deps_apt apt-get update || say "apt-get update complained; going on"
        full=$(deps_apt apt-cache showsrc "$1" 2>/dev/null | awk -v want="$2-" '
            $1 == "Version:" && index($2, want) == 1 { print $2; exit }')
        [ -n "$full" ] || fail "no source package $1 $2 among this machine's package sources (Debian 12 has it)"
        (cd "$deps/download" &&
            logged "$deps_log/$1-download.log" deps_apt apt-get source --download-only "$1=$full") ||
            fail "could not download $1"
    fi
    echo "$4  $deps/download/$3" | sha256sum --check --status ||
        fail "$deps/download/$3 does not have the pinned SHA-256 $4"
}

deps_unpack()
{
    rm -rf "$deps/src/$1"
    mkdir -p "$deps/src/$1"
    tar -xf "$deps/download/$2" -C "$deps/src/$1" --strip-components=1
}

deps_amalgamation()
{
    src=$deps/src/sqlite
    [ "$(cat "$src/swbem.stamp" 2>/dev/null)" = "$sqlite_sha256" ] && return 0
    deps_download sqlite3 "$sqlite_version" "$sqlite_tarball" "$sqlite_sha256"
    deps_unpack sqlite "$sqlite_tarball"
    say "making the SQLite amalgamation"
    (cd "$src" && logged "$deps_log/sqlite-configure.log" ./configure --disable-tcl --disable-readline &&
        logged "$deps_log/sqlite-amalgamation.log" make sqlite3.c) || fail "could not make sqlite3.c"
    echo "$sqlite_sha256" >"$src/swbem.stamp"
}

deps_sqlite()
{
    deps_is_current "$1" sqlite && return 0
    deps_amalgamation
    say "compiling SQLite $sqlite_version for $1"
    out=$deps/$1
    mkdir -p "$out/include" "$out/lib" "$out/obj"
    windows=
    [ "$1" = native ] || windows="-D_WIN32_WINNT=0x0600 -DSQLITE_OS_WIN=1"
    # shellcheck disable=SC2086  # flags are words
    logged "$deps_log/sqlite-$1.log" "$(deps_cc "$1")" $sqlite_flags $windows -fPIC -c "$deps/src/sqlite/sqlite3.c" \
        -o "$out/obj/sqlite3.o" || fail "could not compile SQLite for $1"
    rm -f "$out/lib/libsqlite3.a"
    "$(deps_ar "$1")" rcs "$out/lib/libsqlite3.a" "$out/obj/sqlite3.o"
    cp "$deps/src/sqlite/sqlite3.h" "$out/include/"
    deps_recipe "$1" >"$out/sqlite.stamp"
}

# Check for Windows: static, and without fork, which Windows does not have. Its lock is winpthread, linked statically
# into the test programs alone (cmake/Check.cmake).
deps_check()
{
    deps_is_current "$1" check && return 0
    deps_download check "$check_version" "$check_tarball" "$check_sha256"
    say "building Check $check_version for $1"
    arch=x86_64
    [ "$1" = win64 ] || arch=i686
    out=$deps/$1
    deps_unpack "check-$1" "$check_tarball"
    (cd "$deps/src/check-$1" &&
        logged "$deps_log/check-$1-configure.log" cmake -G Ninja -B build \
            -DCMAKE_TOOLCHAIN_FILE="$top/cmake/mingw-w64-$arch.cmake" -DCMAKE_BUILD_TYPE=RelWithDebInfo \
            -DCMAKE_C_FLAGS=-D__USE_MINGW_ANSI_STDIO=1 \
            -DCHECK_ENABLE_TESTS=OFF -DCHECK_ENABLE_SUBUNIT=OFF -DCMAKE_INSTALL_PREFIX="$out" &&
        logged "$deps_log/check-$1-build.log" cmake --build build --target check) ||
        fail "could not build Check for $1"
    mkdir -p "$out/include" "$out/lib"
    cp "$deps/src/check-$1/build/src/libcheck.a" "$out/lib/"
    # Messages are formatted by MinGW's own printf, which knows %zu and %lld: let the compiler know it too.
    sed 's/(printf,/(gnu_printf,/' "$deps/src/check-$1/build/src/check.h" >"$out/include/check.h"
    cp "$deps/src/check-$1/build/check_stdint.h" "$out/include/"
    deps_recipe "$1" >"$out/check.stamp"
}

deps_all()
{
    deps_sqlite native
    for target in win64 win32; do
        deps_sqlite "$target"
        deps_check "$target"
    done
}
