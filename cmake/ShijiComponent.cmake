# shiji_add_component(<name> USES <components...> PRIVATE_USES <libraries...>)
#
# One component: a static library with its own include root. Headers of a component that is not linked do not compile.
# Every public header is compiled alone by the target all_verify_interface_header_sets.
function(shiji_add_component name)
  cmake_parse_arguments(ARG "" "" "USES;PRIVATE_USES" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS src/*.cpp)
  file(GLOB_RECURSE headers CONFIGURE_DEPENDS include/*.h)
  add_library(shiji_${name} STATIC ${sources})
  add_library(shiji::${name} ALIAS shiji_${name})
  target_sources(shiji_${name} PUBLIC FILE_SET HEADERS BASE_DIRS include FILES ${headers})
  set_target_properties(shiji_${name} PROPERTIES VERIFY_INTERFACE_HEADER_SETS ON)
  target_include_directories(shiji_${name} PRIVATE ${CMAKE_CURRENT_SOURCE_DIR}/src)
  target_compile_features(shiji_${name} PUBLIC cxx_std_20)
  target_link_libraries(shiji_${name} PUBLIC ${ARG_USES} PRIVATE ${ARG_PRIVATE_USES}
    $<BUILD_INTERFACE:shiji_build_flags>)
endfunction()

# shiji_add_test(<name> SOURCES <files...> USES <libraries...> LABELS <labels...>)
#
# One Catch2 program, one ctest. One of its labels is its kind, and says what runs it again: unit, property and scenario
# under the address and undefined-behaviour sanitizers; threads (beside one of the others) under ThreadSanitizer; crash,
# year (a whole one, which takes a minute) and docs in the dev build only. Without a kind it is unit. Target tests_<kind> builds the programs of one kind.
function(shiji_add_test name)
  cmake_parse_arguments(ARG "" "" "SOURCES;USES;LABELS" ${ARGN})
  set(kinds unit property scenario crash year docs)
  foreach(kind ${kinds})
    list(FIND ARG_LABELS ${kind} place)
    if(place GREATER_EQUAL 0)
      set(kind_given ON)
    endif()
  endforeach()
  if(NOT kind_given)
    list(APPEND ARG_LABELS unit)
  endif()
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE shiji_test_main ${ARG_USES} shiji_build_flags)
  shiji_precompile_catch(${name})
  add_test(NAME ${name} COMMAND ${name} --use-colour no)
  set_tests_properties(${name} PROPERTIES LABELS "${ARG_LABELS}" TIMEOUT 1500)
  foreach(label ${ARG_LABELS})
    if(NOT TARGET tests_${label})
      add_custom_target(tests_${label})
    endif()
    add_dependencies(tests_${label} ${name})
  endforeach()
endfunction()

# Catch2's header is parsed once for all test programs (a second saved for each file).
function(shiji_precompile_catch name)
  if(NOT TARGET shiji_catch_header)
    file(WRITE ${CMAKE_BINARY_DIR}/catch_header.cpp "// Carries the precompiled header of Catch2.\n")
    add_library(shiji_catch_header STATIC ${CMAKE_BINARY_DIR}/catch_header.cpp)
    target_link_libraries(shiji_catch_header PRIVATE Catch2::Catch2 shiji_build_flags)
    target_precompile_headers(shiji_catch_header PRIVATE <catch2/catch.hpp>)
    # Lets ccache look through the precompiled header; clang needs no such flag.
    target_compile_options(shiji_catch_header PUBLIC $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>)
  endif()
  target_compile_options(${name} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>)
  target_precompile_headers(${name} REUSE_FROM shiji_catch_header)
endfunction()
