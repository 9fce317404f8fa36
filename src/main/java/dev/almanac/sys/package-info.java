// SPDX-License-Identifier: BSD-3-Clause
/**
 * Linux, as Almanac sees it: system calls as Java methods, C structs as Java classes.
 *
 * <p>{@link dev.almanac.sys.Syscalls} has one method a C function, {@link
 * dev.almanac.sys.LinuxSyscalls} makes the calls, and {@code Libc} alone links. An error is a
 * value: a negative {@link dev.almanac.sys.Errno}. Numbers and names are those of the C headers
 * ({@link dev.almanac.sys.Linux}), and each C struct has a class of its own, which lives in memory
 * that the caller's arena owns and is used again for each call. Nothing here knows what a calendar
 * is, and nothing above here imports {@code java.lang.foreign.Linker} or calls a method handle.
 *
 * <p>Layouts are those of 64-bit Linux. Only {@link dev.almanac.sys.EpollEvents} differs between
 * x86-64 and aarch64. A test compiles {@code native-headers/probe.c} and compares every size,
 * offset and constant with those of the system's C headers.
 */
@NullMarked
package dev.almanac.sys;

import org.jspecify.annotations.NullMarked;
