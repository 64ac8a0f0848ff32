# Every build option of the project, and the flags that each stands for.
option(CROUPIER_TESTS "build the tests" ON)
option(CROUPIER_BENCH "build the micro benchmarks" OFF)
option(CROUPIER_WERROR "warnings are errors" ON)
option(CROUPIER_PCH "precompile the standard headers (off: a missing include is an error)" ON)
option(CROUPIER_FUZZ "build the libFuzzer targets (clang 16 or newer)" OFF)
option(CROUPIER_COVERAGE "instrument for gcov" OFF)
set(CROUPIER_SANITIZE "" CACHE STRING "comma separated: address,undefined or thread")
set(CROUPIER_PLANTED_BUG "" CACHE STRING
  "name of a bug planted on purpose, to prove that a test finds it")

add_library(croupier_flags INTERFACE)
target_compile_options(croupier_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wnon-virtual-dtor
  -Wold-style-cast -Woverloaded-virtual -Wswitch -Wimplicit-fallthrough -fstack-protector-strong)
if(CROUPIER_WERROR)
  target_compile_options(croupier_flags INTERFACE -Werror)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # GCC 12 reports inlined std::variant and std::optional members as maybe uninitialised: known
  # false positives.
  target_compile_options(croupier_flags INTERFACE -Wno-maybe-uninitialized -Wno-restrict)
  if(CROUPIER_SANITIZE MATCHES "thread")
    # Fences inside Asio's and the library's reference counts; what they guard is behind a mutex.
    target_compile_options(croupier_flags INTERFACE -Wno-tsan)
  endif()
endif()
if(CROUPIER_SANITIZE)
  target_compile_options(croupier_flags INTERFACE
    -fsanitize=${CROUPIER_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(croupier_flags INTERFACE -fsanitize=${CROUPIER_SANITIZE})
endif()
if(CROUPIER_COVERAGE)
  target_compile_options(croupier_flags INTERFACE --coverage)
  target_link_options(croupier_flags INTERFACE --coverage)
endif()
if(CROUPIER_FUZZ)
  target_compile_options(croupier_flags INTERFACE -fsanitize=fuzzer-no-link,address,undefined)
  target_link_options(croupier_flags INTERFACE -fsanitize=address,undefined)
endif()
if(CROUPIER_PLANTED_BUG)
  target_compile_definitions(croupier_flags INTERFACE CROUPIER_PLANTED_BUG_${CROUPIER_PLANTED_BUG})
endif()

find_program(CROUPIER_CCACHE ccache)
if(CROUPIER_CCACHE)
  if(CROUPIER_PCH AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(croupier_flags INTERFACE -fpch-preprocess)  # or ccache takes no part
  endif()
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CROUPIER_CCACHE})
endif()
find_program(CROUPIER_MOLD mold)
if(CROUPIER_MOLD AND NOT CROUPIER_SANITIZE)
  add_link_options(-fuse-ld=mold)
endif()
