# The standard headers that nearly every file reads, compiled once: a file takes a third of the
# time. Release builds go without, so that a missing include is seen there.
if(CROUPIER_PCH)
  set(pch_std <algorithm> <chrono> <cstdint> <functional> <map> <memory> <optional> <set> <string>
    <string_view> <unordered_map> <utility> <variant> <vector>)
  add_library(croupier_pch OBJECT ${CMAKE_SOURCE_DIR}/cmake/pch.cpp)
  target_link_libraries(croupier_pch PRIVATE croupier_flags)
  target_precompile_headers(croupier_pch PRIVATE ${pch_std})
endif()

# croupier_precompiled(TARGET [WHICH]): compiles TARGET on top of croupier_pch, or of WHICH.
function(croupier_precompiled target)
  if(CROUPIER_PCH)
    set(which croupier_pch)
    if(ARGC GREATER 1)
      set(which ${ARGV1})
    endif()
    target_precompile_headers(${target} REUSE_FROM ${which})
  endif()
endfunction()

# croupier_room(NAME [DEPENDS room…] [LIBRARIES lib…]): a static library of every .cpp below
# src/NAME.
function(croupier_room name)
  cmake_parse_arguments(ROOM "" "" "DEPENDS;LIBRARIES" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/${name}/*.cpp)
  string(REPLACE "/" "_" target ${name})
  if(sources)
    add_library(${target} STATIC ${sources})
    set(scope PUBLIC)
  else()
    add_library(${target} INTERFACE)
    set(scope INTERFACE)
  endif()
  target_include_directories(${target} ${scope} ${CMAKE_SOURCE_DIR}/src)
  if(sources)
    croupier_precompiled(${target})
  endif()
  target_link_libraries(${target} ${scope} croupier_flags ${ROOM_DEPENDS} ${ROOM_LIBRARIES})
endfunction()
