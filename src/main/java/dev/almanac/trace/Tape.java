// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.trace;

import dev.almanac.sys.SyscallException;

import java.lang.foreign.MemorySegment;

/** Where records go, one stretch of memory after the other. Belongs to the writer's thread. */
interface Tape {
    /**
     * The memory for the records that follow, in place of the last one, which is full.
     *
     * @throws SyscallException if there is no more; the last one stays as it is
     */
    MemorySegment next();
}
