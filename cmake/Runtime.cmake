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

# No floating point anywhere. On RISC-V the soft-float ABI says so; on MIPS the marks of the
# objects are set to "any" afterwards, because lld refuses to mix soft and hard float there.
set(RUNTIME_FLAGS_MIPS -march=mips32r2 -mabi=32 -msoft-float -mno-abicalls -G0)

# One line a target; the names are those of lib/target/targets.def.
macro(runtime_targets visit)
  #                          target   triple                   flags
  cmake_language(CALL ${visit} mipsel  mipsel-linux-gnu         ${RUNTIME_FLAGS_MIPS})
  cmake_language(CALL ${visit} mips    mips-linux-gnu           ${RUNTIME_FLAGS_MIPS})
  cmake_language(CALL ${visit} riscv32 riscv32-linux-gnu        -march=rv32imac -mabi=ilp32)
  cmake_language(CALL ${visit} riscv64 riscv64-linux-gnu        -march=rv64imac -mabi=lp64
                               -mcmodel=medany)
  cmake_language(CALL ${visit} arm     armv7a-linux-gnueabi     -march=armv7-a -mfloat-abi=soft)
  cmake_language(CALL ${visit} x86-64  x86_64-linux-gnu         -fPIC -mno-sse -mno-mmx -mno-80387)
endmacro()

# The driver runs once a packet file; its size matters, its speed does not.
set(RUNTIME_SMALL_FLAGS -Os)

# runtime_object(RESULT OBJECT SOURCE TRIPLE flags...): one freestanding object.
function(runtime_object object source triple)
  add_custom_command(
    OUTPUT ${object}
    COMMAND ${LLVM_TOOLS}/clang --target=${triple} ${RUNTIME_FLAGS} ${ARGN}
            -I${RUNTIME_ROOT}/include -I${RUNTIME_SOURCE_DIR}
            -MD -MF ${object}.d -c ${source} -o ${object}
    DEPENDS ${source}
    DEPFILE ${object}.d
    COMMENT "Compiling ${object}"
    VERBATIM)
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
  if(triple MATCHES "^mips")
    set(finish COMMAND ${Python3_EXECUTABLE} ${RUNTIME_ROOT}/cmake/mips_fp_any.py ${archive})
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
  add_custom_target(runtime-${target} DEPENDS ${archive})
  add_dependencies(runtime runtime-${target})
endfunction()
