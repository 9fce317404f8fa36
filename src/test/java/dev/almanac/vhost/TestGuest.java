// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.vhost;

import dev.almanac.sys.Errno;
import dev.almanac.sys.Linux;
import dev.almanac.sys.Syscalls;

/** A guest that can also misbehave, in one thread with the network. Its addresses all differ. */
final class TestGuest extends Driver {
    static final long USER_BASE = 0x7f00_0000_0000L;

    private static final byte SECRET = 0x5a;

    int callsAnswered;
    boolean answersCalls = true;
    boolean dead;

    /** A guest at one end of a connection, with memory. */
    TestGuest(Syscalls sys, int socket) {
        super(sys, socket);
        userBase = USER_BASE;
        rings.headerFill = SECRET; // nobody should see it
    }

    boolean hasReply() {
        return sys.recv(socket, in(), 1, Linux.MSG_DONTWAIT | Linux.MSG_PEEK) > 0;
    }

    /** Whether the other end closed the connection. */
    boolean isCut() {
        long n;
        do {
            n = sys.recv(socket, in(), 4096, Linux.MSG_DONTWAIT);
        } while (n > 0);
        return n == 0 || n == -Errno.ECONNRESET;
    }

    /** Answers the calls that came; how many. */
    int answerCalls() {
        int answered = 0;
        while (backChannel >= 0 && answersCalls && hasCall()) {
            awaitCall();
            answered++;
        }
        callsAnswered += answered;
        return answered;
    }

    private boolean hasCall() {
        return sys.recv(backChannel, in(), 1, Linux.MSG_DONTWAIT | Linux.MSG_PEEK) > 0;
    }

    /** Its ends of both connections close. */
    void die() {
        dead = true;
        release(socket);
        releaseBackChannel();
    }

    /** Its end of the back channel closes. */
    void releaseBackChannel() {
        if (backChannel >= 0) {
            release(backChannel);
            backChannel = -1;
        }
    }
}
