# SPDX-License-Identifier: Apache-2.0
# The runtime is compiled for every target by LLVM's own clang, whatever compiles the translator.
# One archive a target: lib/bpf-aot/libbpf-aot-rt-<target>.a in the build folder.

find_package(Python3 REQUIRED COMPONENTS Interpreter)

get_filename_component(RUNTIME_ROOT ${CMAKE_CURRENT_LIST_DIR} DIRECTORY)
set(RUNTIME_SOURCE_DIR ${RUNTIME_ROOT}/lib/runtime)
set(RUNTIME_FLAGS
    -std=c17 -O2 -ffreestanding -nostdlibinc -fno-builtin -fno-pic -fno-stack-protector
    -fno-unwind-tables -fno-asynchronous-unwind-tables -fomit-frame-pointer
    -ffunction-sections -fdata-sections
    -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wno-unused-parameter
    -Wno-incompatible-library-redeclaration)
if(BPF_AOT_WERROR)
  list(APPEND RUNTIME_FLAGS -Werror)
endif()

# Calls VISIT with (target, triple, flags of clang...) for every row of targets.def, and
# RUNTIME_LLD_FLAGS set to the row's.
set(RUNTIME_TABLE ${RUNTIME_ROOT}/lib/target/targets.def)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${RUNTIME_TABLE})
macro(runtime_targets visit)
  file(STRINGS ${RUNTIME_TABLE} rows REGEX "^TARGET\\(")
  foreach(row IN LISTS rows)
    if(NOT row MATCHES "^TARGET\\(\"([^\"]*)\", *\"([^\"]*)\".*\"([^\"]*)\", *\"([^\"]*)\"\\)$")
      message(FATAL_ERROR "${RUNTIME_TABLE}: not understood: ${row}")
    endif()
    set(row_target ${CMAKE_MATCH_1})
    set(row_triple ${CMAKE_MATCH_2})
    separate_arguments(row_clang UNIX_COMMAND "${CMAKE_MATCH_3}")
    separate_arguments(RUNTIME_LLD_FLAGS UNIX_COMMAND "${CMAKE_MATCH_4}")
    cmake_language(CALL ${visit} ${row_target} ${row_triple} ${row_clang})
  endforeach()
endmacro()

# The driver runs once a packet file; its size matters, its speed does not.
set(RUNTIME_SMALL_FLAGS -Os)

# runtime_object(RESULT OBJECT SOURCE TRIPLE flags...): one freestanding object.
function(runtime_object object source triple)
  add_custom_command(
    OUTPUT ${object}
    COMMAND ${CMAKE_C_COMPILER_LAUNCHER} ${LLVM_TOOLS}/clang --target=${triple} ${RUNTIME_FLAGS} ${ARGN}
            -I${RUNTIME_ROOT}/include -I${RUNTIME_SOURCE_DIR}
            -MD -MF ${object}.d -c ${source} -o ${object}
    DEPENDS ${source}
    DEPFILE ${object}.d
    COMMENT "Compiling ${object}"
    VERBATIM)
endfunction()

# Bitcode of RUNTIME_INLINE_SOURCES for the translator. What is inlined is optimised again there,
# with the numbers of the map at hand: only loops of a few known rounds are unrolled before.
set(RUNTIME_BITCODE_FLAGS
    -emit-llvm -mllvm -unroll-runtime=0 -mllvm -unroll-allow-partial=0 -fno-vectorize -fno-slp-vectorize -fno-strict-aliasing
    -Xclang -no-enable-noundef-analysis)
function(add_bitcode target triple)
  set(bitcode ${CMAKE_BINARY_DIR}/lib/bpf-aot/libbpf-aot-rt-${target}.bc)
  set(script ${RUNTIME_ROOT}/cmake/inline_bitcode.py)
  set(parts)
  foreach(source ${RUNTIME_INLINE_SOURCES})
    string(REPLACE "/" "_" name ${source})
    set(part ${CMAKE_CURRENT_BINARY_DIR}/${target}/${name}.bc)
    runtime_object(${part} ${RUNTIME_SOURCE_DIR}/${source} ${triple} ${ARGN}
                   ${RUNTIME_BITCODE_FLAGS})
    list(APPEND parts ${part})
  endforeach()
  add_custom_command(
    OUTPUT ${bitcode}
    COMMAND ${Python3_EXECUTABLE} ${script} ${LLVM_TOOLS} ${bitcode} ${parts}
    DEPENDS ${parts} ${script}
    COMMENT "Linking ${bitcode}"
    VERBATIM)
  set(bitcode ${bitcode} PARENT_SCOPE)
endfunction()

# RISC-V has no mark for "any": a copy of the archive is for code of the double-float ABI. Code
# that passes no floating-point value is the same in both. Its path is left in `double_float`.
function(add_double_float_archive archive)
  string(REGEX MATCH "-mabi=([a-z0-9]+)" abi "${ARGN}")
  string(REPLACE ".a" "-${CMAKE_MATCH_1}d.a" copy ${archive})
  set(script ${RUNTIME_ROOT}/cmake/riscv_double_float.py)
  add_custom_command(
    OUTPUT ${copy}
    COMMAND ${Python3_EXECUTABLE} ${script} ${archive} ${copy}
    DEPENDS ${archive} ${script}
    COMMENT "Marking ${copy}"
    VERBATIM)
  set(double_float ${copy} PARENT_SCOPE)
endfunction()

# add_runtime(TARGET TRIPLE flags...), called by lib/runtime with its sources in RUNTIME_SOURCES.
function(add_runtime target triple)
  set(archive ${CMAKE_BINARY_DIR}/lib/bpf-aot/libbpf-aot-rt-${target}.a)
  set(objects)
  foreach(source ${RUNTIME_SOURCES})
    string(REPLACE "/" "_" name ${source})
    set(object ${CMAKE_CURRENT_BINARY_DIR}/${target}/${name}.o)
    set(flags ${ARGN})
    if(source MATCHES "^driver/")
      list(APPEND flags ${RUNTIME_SMALL_FLAGS})
    endif()
    runtime_object(${object} ${RUNTIME_SOURCE_DIR}/${source} ${triple} ${flags})
    list(APPEND objects ${object})
  endforeach()
  file(MAKE_DIRECTORY ${CMAKE_CURRENT_BINARY_DIR}/${target} ${CMAKE_BINARY_DIR}/lib/bpf-aot)
  set(finish)
  # lld refuses to mix soft and hard float: on MIPS the marks of the objects are set to "any".
  if(triple MATCHES "^mips")
    # .pdr, for debuggers of the nineties, is a tenth of the code and never collected.
    set(finish COMMAND ${LLVM_TOOLS}/llvm-objcopy -D --remove-section=.pdr ${archive}
               COMMAND ${Python3_EXECUTABLE} ${RUNTIME_ROOT}/cmake/mips_fp_any.py ${archive})
  endif()
  add_custom_command(
    OUTPUT ${archive}
    COMMAND ${CMAKE_COMMAND} -E rm -f ${archive}
    COMMAND ${LLVM_TOOLS}/llvm-ar rcsD ${archive} ${objects}
    ${finish}
    COMMAND ${Python3_EXECUTABLE} ${RUNTIME_ROOT}/cmake/check_libcalls.py
            ${LLVM_TOOLS}/llvm-objdump ${archive}
    DEPENDS ${objects} ${RUNTIME_ROOT}/cmake/mips_fp_any.py
            ${RUNTIME_ROOT}/cmake/check_libcalls.py
    COMMENT "Archiving ${archive}"
    VERBATIM)
  set(archives ${archive})
  if(triple MATCHES "^riscv")
    add_double_float_archive(${archive} ${ARGN})
    list(APPEND archives ${double_float})
  endif()
  add_bitcode(${target} ${triple} ${ARGN})
  add_custom_target(runtime-${target} DEPENDS ${archives} ${bitcode})
  add_dependencies(runtime runtime-${target})
endfunction()
