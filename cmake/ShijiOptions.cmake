# Compiler settings shared by every target. Nothing here is exported: warnings and sanitizers are build-time matters.
if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE RelWithDebInfo CACHE STRING "Build type" FORCE)
endif()

option(SHIJI_BENCH "Build the benchmarks" OFF)
option(SHIJI_WERROR "Warnings are errors" ON)
set(SHIJI_SANITIZE "" CACHE STRING "Sanitizers for every target: 'address,undefined' or 'thread'")

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

# Assertions stay on in every build: a broken contract aborts (SHIJI_ASSERT does not look at NDEBUG).
string(REPLACE "-O2 -g" "-O2 -g1" CMAKE_CXX_FLAGS_RELWITHDEBINFO "${CMAKE_CXX_FLAGS_RELWITHDEBINFO}")

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE_PROGRAM})
endif()

add_library(shiji_build_flags INTERFACE)
target_compile_options(shiji_build_flags INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Wold-style-cast
  -Wcast-qual -Wconversion -Wno-sign-conversion $<$<BOOL:${SHIJI_WERROR}>:-Werror>)
if(SHIJI_SANITIZE)
  target_compile_options(shiji_build_flags INTERFACE -fsanitize=${SHIJI_SANITIZE} -fno-sanitize-recover=all
    -fno-omit-frame-pointer)
  target_link_options(shiji_build_flags INTERFACE -fsanitize=${SHIJI_SANITIZE})
endif()
