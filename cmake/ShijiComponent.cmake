# shiji_add_component(<name> USES <components...> PRIVATE_USES <libraries...>)
#
# One component: a static library with its own include root. Headers of a component that is not linked do not compile.
function(shiji_add_component name)
  cmake_parse_arguments(ARG "" "" "USES;PRIVATE_USES" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS src/*.cpp)
  add_library(shiji_${name} STATIC ${sources})
  add_library(shiji::${name} ALIAS shiji_${name})
  target_include_directories(shiji_${name} PUBLIC $<BUILD_INTERFACE:${CMAKE_CURRENT_SOURCE_DIR}/include>
    $<INSTALL_INTERFACE:include> PRIVATE ${CMAKE_CURRENT_SOURCE_DIR}/src)
  target_compile_features(shiji_${name} PUBLIC cxx_std_20)
  target_link_libraries(shiji_${name} PUBLIC ${ARG_USES} PRIVATE ${ARG_PRIVATE_USES}
    $<BUILD_INTERFACE:shiji_build_flags>)
endfunction()

# shiji_add_test(<name> SOURCES <files...> USES <libraries...> LABELS <labels...>)
#
# One Catch2 program; each of its test cases is one ctest.
function(shiji_add_test name)
  cmake_parse_arguments(ARG "" "" "SOURCES;USES;LABELS" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE shiji_test_main ${ARG_USES} shiji_build_flags)
  add_test(NAME ${name} COMMAND ${name} --use-colour no)
  set_tests_properties(${name} PROPERTIES LABELS "${ARG_LABELS}" TIMEOUT 1500)
endfunction()
