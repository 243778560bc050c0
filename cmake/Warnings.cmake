# swbem_warnings: what every target of ours is compiled with. Warnings are errors; a room links this target PRIVATE.
set(SWBEM_SANITIZE "" CACHE STRING "Sanitizers for a native build, as -fsanitize= takes them")

if(NOT DEFINED SWBEM_TARGET)
  set(SWBEM_TARGET native)
endif()

add_library(swbem_warnings INTERFACE)
target_compile_options(swbem_warnings INTERFACE
  -Wall
  -Wextra
  -Werror
  -Wshadow
  -Wvla
  -Wformat=2
  -Wpointer-arith
  -Wwrite-strings
  -Wstrict-prototypes
  -Wmissing-prototypes
  -Wold-style-definition
  $<$<C_COMPILER_ID:GNU>:-Wduplicated-cond>
  $<$<C_COMPILER_ID:GNU>:-Wlogical-op>
)

if(WIN32)
  # Vista and Server 2008 are the oldest systems. UNICODE stays undefined: the W functions are called by name.
  # Empty values, so that a source that says the same with #define does not clash.
  target_compile_definitions(swbem_warnings INTERFACE
    _WIN32_WINNT=0x0600 WINVER=0x0600 COBJMACROS= CONST_VTABLE= __USE_MINGW_ANSI_STDIO=1)
  target_link_options(swbem_warnings INTERFACE -static-libgcc)
else()
  target_compile_options(swbem_warnings INTERFACE -Wundef)
  target_compile_definitions(swbem_warnings INTERFACE _POSIX_C_SOURCE=200809L)
endif()

if(SWBEM_SANITIZE)
  target_compile_options(swbem_warnings INTERFACE
    -fsanitize=${SWBEM_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(swbem_warnings INTERFACE -fsanitize=${SWBEM_SANITIZE})
  if(SWBEM_SANITIZE MATCHES thread)
    # The compiler says that it does not model fences; that is known, and no error.
    target_compile_options(swbem_warnings INTERFACE -Wno-tsan)
  endif()
endif()
