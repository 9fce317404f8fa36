// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.sys;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/**
 * What io_uring_setup(2) is asked for, and what it tells about the rings it made, in memory of the
 * caller's arena.
 *
 * <pre>{@code
 * struct io_uring_params {               // <linux/io_uring.h>
 *     __u32 sq_entries;                  // out: room for submissions
 *     __u32 cq_entries;                  // out: room for completions
 *     __u32 flags;                       // in: IORING_SETUP_...
 *     __u32 sq_thread_cpu, sq_thread_idle;
 *     __u32 features;                    // out: IORING_FEAT_...
 *     __u32 wq_fd;
 *     __u32 resv[3];
 *     struct io_sqring_offsets sq_off;   // out: where the fields of the submission ring lie
 *     struct io_cqring_offsets cq_off;   // out: likewise, of the completion ring
 * };
 * }</pre>
 */
final class IoUringParams {
    static final StructLayout SQ_OFFSETS =
            MemoryLayout.structLayout(
                            JAVA_INT.withName("head"),
                            JAVA_INT.withName("tail"),
                            JAVA_INT.withName("ring_mask"),
                            JAVA_INT.withName("ring_entries"),
                            JAVA_INT.withName("flags"),
                            JAVA_INT.withName("dropped"),
                            JAVA_INT.withName("array"),
                            MemoryLayout.paddingLayout(4),
                            MemoryLayout.paddingLayout(8))
                    .withName("io_sqring_offsets");

    static final StructLayout CQ_OFFSETS =
            MemoryLayout.structLayout(
                            JAVA_INT.withName("head"),
                            JAVA_INT.withName("tail"),
                            JAVA_INT.withName("ring_mask"),
                            JAVA_INT.withName("ring_entries"),
                            JAVA_INT.withName("overflow"),
                            JAVA_INT.withName("cqes"),
                            JAVA_INT.withName("flags"),
                            MemoryLayout.paddingLayout(4),
                            MemoryLayout.paddingLayout(8))
                    .withName("io_cqring_offsets");

    static final StructLayout LAYOUT =
            MemoryLayout.structLayout(
                            JAVA_INT.withName("sq_entries"),
                            JAVA_INT.withName("cq_entries"),
                            JAVA_INT.withName("flags"),
                            JAVA_INT.withName("sq_thread_cpu"),
                            JAVA_INT.withName("sq_thread_idle"),
                            JAVA_INT.withName("features"),
                            JAVA_INT.withName("wq_fd"),
                            MemoryLayout.paddingLayout(12),
                            SQ_OFFSETS.withName("sq_off"),
                            CQ_OFFSETS.withName("cq_off"))
                    .withName("io_uring_params");

    private final MemorySegment segment;

    /** Asks for a ring with these IORING_SETUP_ flags. */
    IoUringParams(Arena arena, int flags) {
        segment = arena.allocate(LAYOUT);
        segment.set(JAVA_INT, LAYOUT.byteOffset(PathElement.groupElement("flags")), flags);
    }

    /** The struct. */
    MemorySegment segment() {
        return segment;
    }

    /** A field of the struct itself. */
    int get(String field) {
        return segment.get(JAVA_INT, LAYOUT.byteOffset(PathElement.groupElement(field)));
    }

    /** Where a field of the submission ring lies in the rings' memory. */
    long submission(String field) {
        return offset("sq_off", field);
    }

    /** Where a field of the completion ring lies in the rings' memory. */
    long completion(String field) {
        return offset("cq_off", field);
    }

    private long offset(String ring, String field) {
        return segment.get(
                JAVA_INT,
                LAYOUT.byteOffset(PathElement.groupElement(ring), PathElement.groupElement(field)));
    }

    /** How many bytes hold both rings, given IORING_FEAT_SINGLE_MMAP. */
    long ringsSize() {
        long submissions = submission("array") + (long) get("sq_entries") * JAVA_INT.byteSize();
        long completions =
                completion("cqes") + (long) get("cq_entries") * IoUring.COMPLETION.byteSize();
        return Math.max(submissions, completions);
    }

    /** How many bytes hold the submissions. */
    long submissionsSize() {
        return (long) get("sq_entries") * IoUring.SUBMISSION.byteSize();
    }
}
