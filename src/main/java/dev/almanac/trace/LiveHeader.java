// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.trace;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * The first 64 bytes of what a calendar shows of itself while it runs: where the simulation is.
 *
 * <pre>{@code
 * 0       8         12     16         24     32          40       48     52       56      60      64
 * +-------+---------+------+----------+------+-----------+--------+------+--------+-------+-------+
 * | magic | version | rows | sequence | real | simulated | grants | over | runner | phase |missing|
 * +-------+---------+------+----------+------+-----------+--------+------+--------+-------+-------+
 * }</pre>
 *
 * <p>The calendar alone writes. It makes the sequence odd, writes header and rows, and makes it
 * even: whoever reads the same even number before and after has read what belongs together.
 */
public final class LiveHeader {
    static final StructLayout LAYOUT =
            MemoryLayout.structLayout(
                    ValueLayout.JAVA_LONG.withName("magic"),
                    ValueLayout.JAVA_INT.withName("version"),
                    ValueLayout.JAVA_INT.withName("rows"),
                    ValueLayout.JAVA_LONG.withName("sequence"),
                    ValueLayout.JAVA_LONG.withName("real"),
                    ValueLayout.JAVA_LONG.withName("simulated"),
                    ValueLayout.JAVA_LONG.withName("grants"),
                    ValueLayout.JAVA_INT.withName("over"),
                    ValueLayout.JAVA_INT.withName("runner"),
                    ValueLayout.JAVA_INT.withName("phase"),
                    ValueLayout.JAVA_INT.withName("missing"));

    static final int SIZE = (int) LAYOUT.byteSize();

    /** The bytes "ALMLIVE" and a NUL. */
    private static final long MAGIC = 0x004556494c4d4c41L;

    private static final int VERSION = 1;

    private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle();

    private static final long MAGIC_AT = offset("magic");
    private static final long VERSION_AT = offset("version");
    private static final long ROWS = offset("rows");
    private static final long SEQUENCE = offset("sequence");
    private static final long REAL = offset("real");
    private static final long SIMULATED = offset("simulated");
    private static final long GRANTS = offset("grants");
    private static final long OVER = offset("over");
    private static final long RUNNER = offset("runner");
    private static final long PHASE = offset("phase");
    private static final long MISSING = offset("missing");

    private LiveHeader() {}

    private static long offset(String name) {
        return LAYOUT.byteOffset(groupElement(name));
    }

    /** Writes what never changes. */
    static void initialize(MemorySegment at) {
        at.set(ValueLayout.JAVA_INT, VERSION_AT, VERSION);
        at.set(ValueLayout.JAVA_LONG, MAGIC_AT, MAGIC);
    }

    /** Whether it is a header of the version that this class knows. */
    static boolean isKnown(MemorySegment at) {
        return at.get(ValueLayout.JAVA_LONG, MAGIC_AT) == MAGIC
                && at.get(ValueLayout.JAVA_INT, VERSION_AT) == VERSION;
    }

    /** From now on what is there does not belong together. */
    static void beginChange(MemorySegment at) {
        at.set(ValueLayout.JAVA_LONG, SEQUENCE, sequence(at) + 1);
        VarHandle.storeStoreFence();
    }

    /** What is there belongs together again. */
    static void endChangeRelease(MemorySegment at) {
        LONG.setRelease(at, SEQUENCE, sequence(at) + 1);
    }

    static long sequence(MemorySegment at) {
        return at.get(ValueLayout.JAVA_LONG, SEQUENCE);
    }

    /** How many rows follow. */
    public static void rows(MemorySegment at, int count) {
        at.set(ValueLayout.JAVA_INT, ROWS, count);
    }

    /** How many rows follow. */
    public static int rows(MemorySegment at) {
        return at.get(ValueLayout.JAVA_INT, ROWS);
    }

    /** Real time since the calendar began, in nanoseconds. */
    public static void real(MemorySegment at, long nanos) {
        at.set(ValueLayout.JAVA_LONG, REAL, nanos);
    }

    /** Real time since the calendar began, in nanoseconds. */
    public static long real(MemorySegment at) {
        return at.get(ValueLayout.JAVA_LONG, REAL);
    }

    /** Simulated time, in nanoseconds. */
    public static void simulated(MemorySegment at, long nanos) {
        at.set(ValueLayout.JAVA_LONG, SIMULATED, nanos);
    }

    /** Simulated time, in nanoseconds. */
    public static long simulated(MemorySegment at) {
        return at.get(ValueLayout.JAVA_LONG, SIMULATED);
    }

    /** How often somebody was given the floor. */
    public static void grants(MemorySegment at, long count) {
        at.set(ValueLayout.JAVA_LONG, GRANTS, count);
    }

    /** How often somebody was given the floor. */
    public static long grants(MemorySegment at) {
        return at.get(ValueLayout.JAVA_LONG, GRANTS);
    }

    /** The simulation is over. */
    static void setOver(MemorySegment at) {
        at.set(ValueLayout.JAVA_INT, OVER, 1);
    }

    /** Whether the simulation is over. */
    public static boolean isOver(MemorySegment at) {
        return at.get(ValueLayout.JAVA_INT, OVER) != 0;
    }

    /** The number of whoever has the floor; 0 for nobody. */
    public static void runner(MemorySegment at, int number) {
        at.set(ValueLayout.JAVA_INT, RUNNER, number);
    }

    /** The number of whoever has the floor; 0 for nobody. */
    public static int runner(MemorySegment at) {
        return at.get(ValueLayout.JAVA_INT, RUNNER);
    }

    /** What the simulation does, as the ordinal of {@code sched.Phase}. */
    public static void phase(MemorySegment at, int ordinal) {
        at.set(ValueLayout.JAVA_INT, PHASE, ordinal);
    }

    /** What the simulation does, as the ordinal of {@code sched.Phase}. */
    public static int phase(MemorySegment at) {
        return at.get(ValueLayout.JAVA_INT, PHASE);
    }

    /** How many participants must still ask to start before the first one does. */
    public static void missing(MemorySegment at, int count) {
        at.set(ValueLayout.JAVA_INT, MISSING, count);
    }

    /** How many participants must still ask to start before the first one does. */
    public static int missing(MemorySegment at) {
        return at.get(ValueLayout.JAVA_INT, MISSING);
    }
}
