# Compiler settings shared by every target. Nothing here is exported: warnings and sanitizers are build-time matters.
if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE RelWithDebInfo CACHE STRING "Build type" FORCE)
endif()

option(SHIJI_BENCH "Build the benchmarks" OFF)
option(SHIJI_FUZZ "Build the fuzz targets (clang only)" OFF)
option(SHIJI_WERROR "Warnings are errors" ON)
set(SHIJI_SANITIZE "" CACHE STRING "Sanitizers for every target: 'address,undefined' or 'thread'")

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

# Assertions stay on in every build: a broken contract aborts (SHIJI_ASSERT does not look at NDEBUG).
string(REPLACE "-O2 -g" "-O2 -g1" CMAKE_CXX_FLAGS_RELWITHDEBINFO "${CMAKE_CXX_FLAGS_RELWITHDEBINFO}")
# -O3 buys nothing here (hashing and compression are in libraries) and costs half as much again to compile.
string(REPLACE "-O3" "-O2" CMAKE_CXX_FLAGS_RELEASE "${CMAKE_CXX_FLAGS_RELEASE}")

# ccache sees through a precompiled header only when told that its macros and time stamps do not matter.
find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER
    ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
    ${CCACHE_PROGRAM})
endif()

add_library(shiji_build_flags INTERFACE)
target_compile_options(shiji_build_flags INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Wold-style-cast
  -Wcast-qual -Wconversion -Wno-sign-conversion $<$<BOOL:${SHIJI_WERROR}>:-Werror>)
# gcc 12's flow analysis finds overflows in std::vector and std::string that are not there, once the library's assertions
# are gone or sanitizers have been woven in. The dev build keeps these warnings, and the sanitizers look for the real thing.
set(shiji_quiet -Wno-array-bounds -Wno-maybe-uninitialized -Wno-restrict -Wno-stringop-overflow -Wno-stringop-overread)
if(SHIJI_SANITIZE)
  target_compile_options(shiji_build_flags INTERFACE "$<$<CXX_COMPILER_ID:GNU>:${shiji_quiet}>")
else()
  target_compile_options(shiji_build_flags INTERFACE
    "$<$<AND:$<CXX_COMPILER_ID:GNU>,$<CONFIG:Release>>:${shiji_quiet}>")
endif()
# Files of a unity build see each other's unnamed namespaces; what that hides is found by the builds that are none.
if(CMAKE_UNITY_BUILD)
  target_compile_options(shiji_build_flags INTERFACE -Wno-shadow
    $<$<CXX_COMPILER_ID:GNU>:-Wno-subobject-linkage>)
endif()
# The standard library checks its own contracts (index, empty optional) wherever speed is not what is looked at.
target_compile_definitions(shiji_build_flags INTERFACE $<$<NOT:$<CONFIG:Release>>:_GLIBCXX_ASSERTIONS>)
if(SHIJI_SANITIZE)
  target_compile_options(shiji_build_flags INTERFACE -fsanitize=${SHIJI_SANITIZE} -fno-sanitize-recover=all
    -fno-omit-frame-pointer)
  target_link_options(shiji_build_flags INTERFACE -fsanitize=${SHIJI_SANITIZE})
endif()
if(SHIJI_SANITIZE STREQUAL "thread")
  # ThreadSanitizer does not follow fences; Asio then orders by its locks alone, which it does follow.
  target_compile_definitions(shiji_build_flags INTERFACE BOOST_ASIO_DISABLE_FENCED_BLOCK)
  target_link_options(shiji_build_flags INTERFACE -Wl,--version-script=${PROJECT_SOURCE_DIR}/cmake/thread_sanitizer.map)
endif()

# What clang-tidy needs before it can read a file: everything that a build step writes. Components add to it.
add_custom_target(shiji_generated_sources)
