// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import dev.almanac.session.Violation;
import dev.almanac.wire.Op;
import dev.almanac.wire.SharedHeader;
import dev.almanac.wire.SharedSlot;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * What a participant, d, that has the floor at {@link #TIME} does to the others. None of them moves
 * until it is done, so that it happens at the same simulated time in each run.
 */
enum Offence {
    LEAVES(d -> {}),
    SAYS_WHAT_NOBODY_DEFINED(Violation.UNKNOWN_OPERATION, d -> d.ask(Op.COUNT, 0)),
    SAYS_GARBAGE(Violation.UNKNOWN_OPERATION, d -> d.say(0xdeadbeef, -1, Long.MIN_VALUE)),
    STARTS_TWICE(Violation.STARTED_TWICE, d -> d.ask(Op.START, 4)),
    SAYS_RUN(Violation.CALENDARS_WORD, d -> d.ask(Op.RUN, 0)),
    SAYS_FREE_UNTIL(Violation.CALENDARS_WORD, d -> d.ask(Op.FREE_UNTIL, 0)),
    WAITS_TWICE(Violation.NOT_RUNNING, d -> d.sayTwice(Op.WAIT, -1)),
    CONFIRMS_WHAT_NOBODY_ASKED(Violation.UNASKED_ACK, d -> d.say(Op.ACK, 123_456, 0)),
    CONFIRMS_TWICE(Violation.UNASKED_ACK, d -> d.say(Op.ACK, d.confirmed, 0)),
    ASKS_FOR_THE_PAST(Violation.REQUEST_IN_THE_PAST, d -> d.ask(Op.REQUEST, Offence.TIME - 1)),
    SETS_TIME_BACK(Violation.TIME_WENT_BACK, d -> d.ask(Op.UPDATE, Offence.TIME - 1)),
    SETS_TIME_FAR_BACK(Violation.TIME_WENT_BACK, d -> d.ask(Op.UPDATE, -1L << 60)),
    PASSES_REQUESTS(Violation.BEYOND_THE_HORIZON, d -> d.ask(Op.UPDATE, Offence.TIME + 100)),
    BROADCASTS_TWICE(Violation.BROADCAST_TWICE, d -> d.sayTwice(Op.BROADCAST, 1)),
    ASKS_AND_NEVER_READS(Violation.NOT_READING, d -> d.flood(Op.GET, 1_000_000)),
    NEVER_CONFIRMS(
            Violation.NOT_ANSWERING,
            d -> {
                d.sleepUntil(Offence.TIME);
                d.awaitTurn(); // behind all who have asked for that time
                for (int i = 0; i < 31; i++) {
                    d.askForTurns(Offence.TIME, 1_024); // two questions each
                    d.hearOfTurns(Offence.TIME, 1_024);
                }
                d.askForTurns(Offence.TIME, 2_000);
            }),
    ENDS_INSIDE_A_MESSAGE(
            Violation.TRUNCATED,
            d -> {
                d.sayPart(Op.WAIT, 9, -1, 0, 11);
                d.leave();
            }),

    // Another connection of the same process, e.
    SPEAKS_BEFORE_START(Violation.NOT_STARTED, (d, e) -> e.ask(Op.GET, -1)),
    IS_IMPATIENT(
            Violation.IMPATIENT,
            (d, e) -> {
                e.ask(Op.START, 5);
                e.ask(Op.GET, -1);
            }),
    COMES_WHEN_THERE_IS_NO_SLOT(
            Violation.NO_SLOT,
            (d, e) -> {
                e.ask(Op.START, 5);
                for (int i = 0; i < 3; i++) {
                    d.answered(Op.GET, -1); // e was taken in with the first, and heard by the last
                }
                d.ask(Op.WAIT, -1);
            }),

    // With shared memory.
    LIES_ABOUT_ITS_REQUEST(
            Violation.REQUEST_IN_THE_PAST,
            (d, memory, slot) -> {
                SharedSlot.requestRelease(memory, slot, Offence.TIME - 1);
                d.ask(Op.WAIT, -1);
            }),
    LIES_ABOUT_THE_PAST(
            Violation.TIME_WENT_BACK,
            (d, memory, slot) -> {
                SharedHeader.currentTimeRelease(memory, Offence.TIME - 1);
                d.ask(Op.WAIT, -1);
            }),
    LIES_ABOUT_THE_FUTURE(
            Violation.BEYOND_THE_HORIZON,
            (d, memory, slot) -> {
                SharedHeader.currentTimeRelease(memory, Long.MAX_VALUE);
                d.ask(Op.WAIT, -1);
            }),
    WRITES_RUBBISH(
            null,
            (d, memory, slot) -> {
                for (int unused : new int[] {0, 4, 24, 28, 4092}) { // of the header
                    memory.set(ValueLayout.JAVA_INT, unused, -1);
                }
                SharedHeader.freeUntilRelease(memory, Long.MIN_VALUE);
                memory.asSlice(SharedSlot.offset(slot), SharedSlot.SIZE).fill((byte) 0xfe);
                memory.asSlice(SharedSlot.offset(0), SharedSlot.SIZE).fill((byte) 0xff);
            }),

    // What breaks no rule, and is a burden all the same.
    READS_NOTHING_THAT_IT_ASKED(d -> d.flood(Op.GET, 500)),
    CONFIRMS_NOTHING(
            d -> {
                d.sleepUntil(Offence.TIME);
                d.hear(Op.FREE_UNTIL, Offence.TIME + 1);
                d.hear(Op.RUN, Offence.TIME);
                d.answered(Op.WAIT, -1);
            }),
    ASKS_FOR_NOW_AGAIN_AND_AGAIN(
            d -> {
                for (int i = 0; i < 1_000; i++) {
                    d.sleepUntil(Offence.TIME);
                    d.awaitTurn();
                }
            }),
    COMES_AND_GOES(
            d -> {
                for (int i = 0; i < 300; i++) {
                    try (ScriptedParticipant e = d.another()) {
                        e.ask(Op.START, 5);
                    }
                }
            });

    /** What d does, alone or with another connection, e, or with the memory that it shares. */
    private interface Deed {
        /** Which of its connections the calendar closes for it; null if none. */
        @Nullable ScriptedParticipant commit(ScriptedParticipant d);
    }

    private interface Lie {
        void tell(ScriptedParticipant d, MemorySegment memory, int slot);
    }

    /** When it happens, in simulated nanoseconds. */
    static final long TIME = 50;

    /** The rule that it breaks; null if none. */
    final @Nullable Violation violation;

    /** Whether it takes one that shares memory. */
    final boolean inMemory;

    @SuppressWarnings("ImmutableEnumChecker") // each is a lambda that captures nothing that changes
    private final Deed deed;

    Offence(Consumer<ScriptedParticipant> deed) {
        this(
                null,
                false,
                d -> {
                    deed.accept(d);
                    return null;
                });
    }

    Offence(Violation violation, Consumer<ScriptedParticipant> deed) {
        this(
                violation,
                false,
                d -> {
                    deed.accept(d);
                    return d;
                });
    }

    Offence(Violation violation, BiConsumer<ScriptedParticipant, ScriptedParticipant> deed) {
        this(
                violation,
                false,
                d -> {
                    ScriptedParticipant e = d.another();
                    deed.accept(d, e);
                    return e;
                });
    }

    Offence(@Nullable Violation violation, Lie lie) {
        this(
                violation,
                true,
                d -> {
                    lie.tell(d, d.memory(), d.slot());
                    return violation == null ? null : d;
                });
    }

    Offence(@Nullable Violation violation, boolean inMemory, Deed deed) {
        this.violation = violation;
        this.inMemory = inMemory;
        this.deed = deed;
    }

    /** Does it, and returns when the calendar has closed a connection for it, or need not. */
    void commit(ScriptedParticipant d) {
        ScriptedParticipant goes = deed.commit(d);
        if (goes != null) {
            goes.awaitClosed();
            goes.leave();
        }
    }
}
