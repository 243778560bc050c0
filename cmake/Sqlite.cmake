# swbem_sqlite: the SQLite that tools/setup built from Debian's source package into build/deps/<target>.
set(SWBEM_DEPS "${CMAKE_SOURCE_DIR}/build/deps" CACHE PATH "Where tools/setup put the libraries it built")
set(swbem_deps_target "${SWBEM_DEPS}/${SWBEM_TARGET}")

if(NOT EXISTS "${swbem_deps_target}/lib/libsqlite3.a")
  message(FATAL_ERROR "No SQLite in ${swbem_deps_target}: run tools/setup first.")
endif()

add_library(swbem_sqlite STATIC IMPORTED)
set_target_properties(swbem_sqlite PROPERTIES
  IMPORTED_LOCATION "${swbem_deps_target}/lib/libsqlite3.a"
  INTERFACE_INCLUDE_DIRECTORIES "${swbem_deps_target}/include")
if(NOT WIN32)
  find_package(Threads REQUIRED)
  target_link_libraries(swbem_sqlite INTERFACE Threads::Threads m)
endif()
