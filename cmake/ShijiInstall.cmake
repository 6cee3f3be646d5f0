# `cmake --install`: the program, and each component as `find_package(shiji COMPONENTS ledger engine projections)` finds
# it. One export set a component, so that who asks for `ledger` neither needs nor links RocksDB.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(shiji_config_dir ${CMAKE_INSTALL_LIBDIR}/cmake/shiji)

foreach(component ledger engine projections)
  set_target_properties(shiji_${component} PROPERTIES EXPORT_NAME ${component})
  install(TARGETS shiji_${component} EXPORT shiji_${component} COMPONENT ${component}
    ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} FILE_SET HEADERS DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
  install(EXPORT shiji_${component} NAMESPACE shiji:: FILE shiji-${component}.cmake DESTINATION ${shiji_config_dir}
    COMPONENT ${component})
endforeach()

configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/shiji-config.cmake.in
  ${PROJECT_BINARY_DIR}/shiji-config.cmake INSTALL_DESTINATION ${shiji_config_dir})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/shiji-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/shiji-config.cmake ${PROJECT_BINARY_DIR}/shiji-config-version.cmake
  DESTINATION ${shiji_config_dir} COMPONENT ledger)

install(TARGETS shiji RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT cli)
