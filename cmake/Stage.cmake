# SPDX-License-Identifier: Apache-2.0
# A stage is one folder, one static library, one header named after it. Its sources see only the
# headers of the stages it names: every stage exports its folder through its own include root,
# so that an #include of a later stage does not compile.

# add_stage(NAME SOURCES a.c ... STAGES earlier ... LIBS external ...)
function(add_stage name)
  cmake_parse_arguments(ARG "" "" "SOURCES;STAGES;LIBS" ${ARGN})
  add_library(stage_${name} STATIC ${ARG_SOURCES})
  # build/include/<name>/<name> -> lib/<name>: the root shows this one folder only.
  set(root ${CMAKE_BINARY_DIR}/include/${name})
  file(MAKE_DIRECTORY ${root})
  file(CREATE_LINK ${CMAKE_CURRENT_SOURCE_DIR} ${root}/${name} SYMBOLIC)
  target_include_directories(stage_${name} PUBLIC ${root} ${CMAKE_SOURCE_DIR}/include)
  foreach(stage ${ARG_STAGES})
    target_link_libraries(stage_${name} PUBLIC stage_${stage})
  endforeach()
  target_link_libraries(stage_${name} PRIVATE ${ARG_LIBS})
endfunction()
