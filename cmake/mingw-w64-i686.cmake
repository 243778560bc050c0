# Debian's MinGW-w64 for 32-bit Windows: the win32 thread model, so that no winpthread DLL is needed.
set(CMAKE_SYSTEM_NAME Windows)
set(CMAKE_SYSTEM_PROCESSOR i686)
set(SWBEM_TARGET win32)
set(SWBEM_MINGW i686-w64-mingw32)

set(CMAKE_C_COMPILER ${SWBEM_MINGW}-gcc-win32)
set(CMAKE_RC_COMPILER ${SWBEM_MINGW}-windres)
set(CMAKE_FIND_ROOT_PATH /usr/${SWBEM_MINGW})
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)

# ctest runs what it built through this: Wine with a prefix of the build's own, and a time limit.
set(CMAKE_CROSSCOMPILING_EMULATOR "${CMAKE_CURRENT_LIST_DIR}/../tools/lib/wine-run")
