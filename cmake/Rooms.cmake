# swbem_room(NAME SOURCES ... LIBS ...): one room of src/ as a static library.
#
# The list of sources is written out in the room's CMakeLists.txt, never globbed. A room includes its own headers and
# those of the rooms it links as "room/header.h", from src/.
function(swbem_room name)
  cmake_parse_arguments(arg "" "" "SOURCES;LIBS" ${ARGN})
  if(NOT arg_SOURCES)
    add_library(${name} INTERFACE)
    target_include_directories(${name} INTERFACE "${CMAKE_SOURCE_DIR}/src")
    target_link_libraries(${name} INTERFACE ${arg_LIBS})
    return()
  endif()
  add_library(${name} STATIC ${arg_SOURCES})
  target_include_directories(${name} PUBLIC "${CMAKE_SOURCE_DIR}/src")
  target_link_libraries(${name} PRIVATE swbem_warnings PUBLIC ${arg_LIBS})
endfunction()

# swbem_program(NAME SOURCES ... LIBS ...): an executable product, in bin/.
function(swbem_program name)
  cmake_parse_arguments(arg "" "" "SOURCES;LIBS" ${ARGN})
  if(NOT arg_SOURCES)
    return()
  endif()
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE swbem_warnings ${arg_LIBS})
endfunction()
