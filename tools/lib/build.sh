# Configure, build and test, for the tools. `targets` are presets of CMakePresets.json: these make the products and the
# native tests.

targets="native win64 win32"

build_target()
{
    target=$1
    shift
    if [ ! -f "$top/build/$target/build.ninja" ]; then
        say "configuring $target"
        (cd "$top" && logged "$top/build/log/configure-$target.log" cmake --preset "$target") ||
            fail "could not configure $target"
    fi
    say "building $target"
    logged "$top/build/log/build-$target.log" cmake --build "$top/build/$target" "$@" ||
        fail "could not build $target"
}

build_all()
{
    for target in $targets; do
        build_target "$target"
    done
}

# "PASSED FAILED SKIPPED" of a JUnit file of ctest. Fixtures are no tests, but a broken one is a failure, as is all that
# could not run for it.
junit_counts()
{
    awk '
        function count() {
            if (name == "")
                return
            fixture = name ~ /^(prefix|registration)\./
            if (status == "run")
                passed += !fixture
            else if (skip)
                skipped += !fixture
            else
                failed++
            name = ""
        }
        /<testcase / {
            count()
            match($0, / name="[^"]*"/)
            name = substr($0, RSTART + 7, RLENGTH - 8)
            match($0, / status="[^"]*"/)
            status = substr($0, RSTART + 9, RLENGTH - 10)
            skip = status == "disabled"
        }
        /<skipped message="SKIP_RETURN_CODE/ { skip = 1 }
        END {
            count()
            print passed + 0, failed + 0, skipped + 0
        }' "$1"
}

# Every C source and header of ours, ended by NUL.
c_sources()
{
    find "$top/src" "$top/tools" "$top/tests" "$top/examples" -name '*.[ch]' -type f -print0
}

# A Wine prefix with the 64-bit DLL registered in it, for what follows in this tool.
prefix_with_dll()
{
    SWBEM_WINEPREFIX=$1
    export SWBEM_WINEPREFIX
    "$top/tools/lib/prefix" create "$1"
    "$top/tools/lib/wine-run" "$top/build/win64/bin/swbem.exe" register || fail "could not register the DLL"
}
