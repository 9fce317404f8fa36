// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import static dev.almanac.sys.Results.ok;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.almanac.sys.Descriptors;
import dev.almanac.sys.Errno;
import dev.almanac.sys.FaultySyscalls;
import dev.almanac.sys.FaultySyscalls.Call;
import dev.almanac.sys.Linux;
import dev.almanac.sys.LinuxSyscalls;
import dev.almanac.wire.Message;
import dev.almanac.wire.Op;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.lang.foreign.MemorySegment;

/** What is still to be sent to one peer. */
@Timeout(30)
class OutgoingTest {
    private static final int MOST = (int) (Outgoing.LIMIT / Message.SIZE);

    private final FaultySyscalls sys = new FaultySyscalls(new LinuxSyscalls());
    private final Descriptors fds = new Descriptors(sys);
    private final Outgoing outgoing = new Outgoing();
    private final MemorySegment buffer = fds.buffer(1 << 16);
    private int near;
    private int far;
    private int appended;
    private int read;

    @BeforeEach
    void connect() {
        Descriptors.Pair pair = fds.pair();
        near = pair.near();
        far = pair.far();
    }

    @AfterEach
    void close() {
        outgoing.close();
        fds.close();
    }

    private boolean append() {
        boolean done = outgoing.append(Op.GET, appended, 3L * appended);
        appended += done ? 1 : 0;
        return done;
    }

    /** Sends as much as there is room for; 0, or {@code -errno}. */
    private long leave() {
        while (!outgoing.isEmpty()) {
            int flags = Linux.MSG_NOSIGNAL | Linux.MSG_DONTWAIT;
            long n = sys.send(near, outgoing.bytes(), outgoing.length(), flags);
            if (n < 0) {
                return n == -Errno.EAGAIN ? 0 : n;
            }
            outgoing.sent(n);
        }
        return 0;
    }

    /** The peer reads what has come, which has to be the next messages in order. */
    private void read() {
        while (true) {
            long n = sys.recv(far, buffer, buffer.byteSize(), Linux.MSG_DONTWAIT);
            if (n == -Errno.EAGAIN) {
                return;
            }
            ok(n);
            assertEquals(0, n % Message.SIZE);
            for (int at = 0; at < n; at += Message.SIZE) {
                assertEquals(read, Message.seq(buffer, at));
                assertEquals(3L * read, Message.time(buffer, at));
                read++;
            }
        }
    }

    @Test
    void whatIsQueuedLeavesWithOneCall() {
        assertTrue(outgoing.isEmpty());
        for (int i = 0; i < 100; i++) {
            assertTrue(append());
        }
        assertFalse(outgoing.isEmpty());
        assertEquals(0, leave());
        assertTrue(outgoing.isEmpty());
        assertEquals(1, sys.calls(Call.SEND));
        read();
        assertEquals(100, read);
    }

    @Test
    void whatThePeerHasNoRoomForIsKept() {
        for (int i = 0; i < MOST; i++) {
            assertTrue(append());
        }
        assertFalse(append());
        for (int i = 0; i < 1_000 && !outgoing.isEmpty(); i++) {
            assertEquals(0, leave());
            read();
        }
        assertTrue(outgoing.isEmpty());
        assertEquals(MOST, read);
        assertTrue(append());
    }

    /**
     * What was sent takes no room, also when there was never a moment with nothing left to send.
     */
    @Test
    void aPeerThatReadsSlowlyIsNotTakenForOneThatDoesNotRead() {
        for (int i = 0; i < MOST / 2; i++) {
            assertTrue(append());
        }
        for (int i = 0; i < 30; i++) {
            assertEquals(0, leave());
            assertFalse(outgoing.isEmpty());
            int before = read;
            read();
            for (; before < read; before++) {
                assertTrue(append(), "after " + appended + " messages, " + read + " read");
            }
        }
        assertTrue(appended > 2 * MOST, appended + " messages");
    }

    /** Linux may take a part of a message, also when more come behind it. */
    @Test
    void itGrowsWithAPartOfAMessageSent() {
        for (int i = 0; i < 16; i++) {
            assertTrue(append());
        }
        sys.cutTransfers(5);
        sys.failAfter(Call.SEND, 1, Errno.EAGAIN, 1);
        assertEquals(0, leave());
        sys.cutTransfers(Long.MAX_VALUE);
        for (int i = 0; i < 100; i++) {
            assertTrue(append());
        }
        assertEquals(0, leave());
        read();
        assertEquals(116, read);
    }
}
