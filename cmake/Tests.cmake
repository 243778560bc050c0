# The three kinds of tests. Each test gets a store of its own and no native WMI service behind it.
set(swbem_test_environment "SWBEM_STORE=:memory:" "SWBEM_NATIVE=0")
set(SWBEM_TEST_TIMEOUT 120)
set(SWBEM_WINE_PREFIX "${CMAKE_BINARY_DIR}/prefix")

function(swbem_test_executable name)
  cmake_parse_arguments(arg "" "" "SOURCES;LIBS" ${ARGN})
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE swbem_warnings swbem_check ${arg_LIBS})
  target_include_directories(${name} PRIVATE "${CMAKE_SOURCE_DIR}/tests")
  target_compile_definitions(${name} PRIVATE SWBEM_TEST_DATA="${CMAKE_SOURCE_DIR}/tests/data")
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/tests")
endfunction()

# swbem_unit_test(NAME SOURCES ... LIBS ...): a Check program over the portable rooms; native, and under Wine too.
function(swbem_unit_test name)
  swbem_test_executable(${name} ${ARGN})
  add_test(NAME unit.${name} COMMAND ${name})
  set_tests_properties(unit.${name} PROPERTIES LABELS unit TIMEOUT ${SWBEM_TEST_TIMEOUT}
    ENVIRONMENT "${swbem_test_environment}")
  if(WIN32)
    swbem_needs_prefix(unit.${name})
  endif()
endfunction()

# swbem_com_test(NAME SOURCES ... LIBS ...): a Check program that runs under Wine against the registered DLL.
function(swbem_com_test name)
  swbem_test_executable(${name} ${ARGN})
  target_link_libraries(${name} PRIVATE swbem_idl oleaut32 ole32 uuid advapi32 user32)
  add_test(NAME com.${name} COMMAND ${name})
  set_tests_properties(com.${name} PROPERTIES LABELS com TIMEOUT ${SWBEM_TEST_TIMEOUT}
    ENVIRONMENT "${swbem_test_environment}")
  swbem_needs_registration(com.${name})
endfunction()

# swbem_script_test(NAME SCRIPT EXPECTED [ARGS ...]): runs a script by our cscript.exe; what it prints and its exit code
# are compared with the file EXPECTED (see tools/lib/script-test for its form).
function(swbem_script_test name script expected)
  add_test(NAME script.${name}
    COMMAND "${CMAKE_SOURCE_DIR}/tools/lib/script-test" "${CMAKE_BINARY_DIR}/bin/cscript.exe"
      "${CMAKE_CURRENT_SOURCE_DIR}/${script}" "${CMAKE_CURRENT_SOURCE_DIR}/${expected}" ${ARGN})
  set_tests_properties(script.${name} PROPERTIES LABELS script TIMEOUT ${SWBEM_TEST_TIMEOUT}
    ENVIRONMENT "${swbem_test_environment}")
  swbem_needs_registration(script.${name})
endfunction()

# The two fixtures: a private Wine prefix, and the built DLL registered in it. tests/CMakeLists.txt makes them.
function(swbem_needs_prefix test)
  set_property(TEST ${test} APPEND PROPERTY FIXTURES_REQUIRED prefix)
  set_property(TEST ${test} APPEND PROPERTY ENVIRONMENT "SWBEM_WINEPREFIX=${SWBEM_WINE_PREFIX}")
  set_property(TEST ${test} PROPERTY SKIP_RETURN_CODE 77)
endfunction()

function(swbem_needs_registration test)
  swbem_needs_prefix(${test})
  set_property(TEST ${test} APPEND PROPERTY FIXTURES_REQUIRED registration)
endfunction()
