// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import dev.almanac.sys.Errno;
import dev.almanac.sys.Linux;
import dev.almanac.wire.Message;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** A participant's end of a connection of {@link ImaginaryConnections}. */
abstract class ImaginaryPeer {
    private static final MemorySegment MESSAGE = Arena.global().allocate(Message.LAYOUT);

    private final ByteArrayOutputStream unsent = new ByteArrayOutputStream();
    private byte[] sent = new byte[0];
    private int received;
    private boolean shut;
    private int room = Integer.MAX_VALUE;
    private int broken;
    private Runnable whenChanged = () -> {};

    /** Whether the calendar has closed its end. */
    boolean closed;

    /** The calendar sent that, which is gone afterwards. */
    abstract void hears(MemorySegment bytes);

    /** Whoever watches it is told when it has done something. */
    void watchedBy(Runnable watcher) {
        whenChanged = watcher;
    }

    /** How many more bytes it takes, from now on. */
    void takes(int bytes) {
        room = bytes;
        whenChanged.run();
    }

    /** From now on the calendar's calls return {@code -errno} instead of doing anything. */
    void breaks(int errno) {
        broken = errno;
        whenChanged.run();
    }

    /** Writes a message, which is not sent yet. */
    void writes(int op, int seq, long time) {
        Message.put(MESSAGE, 0, op, seq, time);
        unsent.writeBytes(MESSAGE.toArray(ValueLayout.JAVA_BYTE));
    }

    /** Writes a byte, which is not sent yet. */
    void writes(int one) {
        unsent.write(one);
    }

    /** Sends what it wrote, up to so many bytes. */
    void sends(int most) {
        byte[] all = unsent.toByteArray();
        int bytes = Math.min(most, all.length);
        unsent.reset();
        unsent.write(all, bytes, all.length - bytes);
        byte[] longer = new byte[sent.length - received + bytes];
        System.arraycopy(sent, received, longer, 0, sent.length - received);
        System.arraycopy(all, 0, longer, sent.length - received, bytes);
        sent = longer;
        received = 0;
        whenChanged.run();
    }

    /** Sends a message. */
    void says(int op, int seq, long time) {
        writes(op, seq, time);
        sends(Integer.MAX_VALUE);
    }

    /** Closes its end; what it sent is there to be read. */
    void leaves() {
        shut = true;
        whenChanged.run();
    }

    /** Whether neither end is closed. */
    boolean isThere() {
        return !shut && !closed;
    }

    int readiness() {
        int in = received < sent.length || shut || broken != 0 ? Linux.EPOLLIN : 0;
        return in | (room > 0 || broken != 0 ? Linux.EPOLLOUT : 0);
    }

    long recv(MemorySegment buffer, long length, int flags) {
        int bytes = (int) Math.min(length, sent.length - received);
        if (broken != 0) {
            return -broken;
        } else if (bytes == 0) {
            return shut ? 0 : -Errno.EAGAIN;
        }
        MemorySegment.copy(sent, received, buffer, ValueLayout.JAVA_BYTE, 0, bytes);
        if ((flags & Linux.MSG_PEEK) == 0) {
            received += bytes;
        }
        return bytes;
    }

    long send(MemorySegment buffer, long length) {
        int bytes = (int) Math.min(length, room);
        if (broken != 0) {
            return -broken;
        } else if (shut) {
            return -Errno.EPIPE;
        } else if (bytes == 0) {
            return -Errno.EAGAIN;
        }
        room -= bytes;
        hears(buffer.asSlice(0, bytes));
        return bytes;
    }
}
