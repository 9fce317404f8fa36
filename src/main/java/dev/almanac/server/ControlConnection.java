// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import dev.almanac.sys.Linux;
import dev.almanac.sys.Syscalls;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/**
 * Somebody who steers: its commands one by one, each with its answer. While an answer is owed or
 * has not been taken, or when there were many commands in a short time, no more are read; so
 * whatever somebody does here, little memory and little of the simulation's time go into it.
 *
 * <p>Belongs to the event loop's thread.
 */
final class ControlConnection implements Source, AutoCloseable {
    /** A command with its line break, in bytes. */
    static final int LONGEST_LINE = 4_096;

    /** Until {@link #refresh}. */
    private static final int MOST_COMMANDS = 100;

    private final Syscalls sys;
    private final Control control;
    private final int fd;
    private long tag;
    private int watched = Linux.EPOLLIN;

    private final byte[] input = new byte[LONGEST_LINE];
    private int length;
    private boolean peerIsDone;
    private int commandsLeft = MOST_COMMANDS;

    /** Whether an answer is owed that has to wait. */
    private boolean waits;

    /** An answer that is being sent, in memory that ends with it. */
    private @Nullable Arena answerMemory;

    private MemorySegment answer = MemorySegment.NULL;
    private boolean closed;

    /** A connection that nobody listens to yet. */
    ControlConnection(Syscalls sys, Control control, int fd) {
        this.sys = sys;
        this.control = control;
        this.fd = fd;
    }

    /**
     * Begins to listen to commands.
     *
     * @return 0, or {@code -errno} if the system refuses; then it is of no use
     */
    int open() {
        tag = control.poller().add(fd, watched, this);
        return (int) Math.min(tag, 0);
    }

    /** Whether it waits for the simulation to stand. */
    boolean waits() {
        return waits;
    }

    @Override
    public void ready(int events) {
        if ((events & Linux.EPOLLOUT) != 0) {
            send();
        } else if ((watched & Linux.EPOLLIN) != 0) {
            receive();
        } else if ((events & (Linux.EPOLLERR | Linux.EPOLLHUP)) != 0) {
            close(); // gone, and the answer with it
            return;
        }
        serve();
    }

    private void receive() {
        long n = sys.recv(fd, control.input(), LONGEST_LINE - length, Linux.MSG_DONTWAIT);
        if (n > 0) {
            MemorySegment.copy(control.input(), ValueLayout.JAVA_BYTE, 0, input, length, (int) n);
            length += (int) n;
        } else if (n == 0) {
            peerIsDone = true;
            if (length > 0) {
                input[length++] = '\n'; // the last line, too, is one
            }
        } else if (!Retry.isLater((int) -n)) {
            close();
        }
    }

    /** Follows commands as long as there are any, and they may be followed. */
    private void serve() {
        while (!closed && !isBusy() && commandsLeft > 0) {
            int end = lineBreak();
            if (end < 0) {
                if (length == LONGEST_LINE) {
                    peerIsDone = true;
                    length = 0;
                    answer(ControlCommands.failure("a command of more than 4095 bytes"));
                    continue;
                }
                if (peerIsDone) {
                    close();
                }
                break;
            }
            String line = new String(input, 0, end, StandardCharsets.UTF_8);
            length -= end + 1;
            System.arraycopy(input, end + 1, input, 0, length);
            if (!line.isBlank()) {
                follow(line);
            }
        }
        watch();
    }

    private void follow(String line) {
        commandsLeft--;
        control.countsCommands();
        String text = control.commands().follow(line);
        if (text == null) {
            waits = true;
        } else {
            answer(text);
        }
    }

    private boolean isBusy() {
        return waits || answerMemory != null;
    }

    private int lineBreak() {
        for (int i = 0; i < length; i++) {
            if (input[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    /** More commands may be followed. */
    void refresh() {
        commandsLeft = MOST_COMMANDS;
        serve();
    }

    /** The answer that it waits for. What comes after that waits for the poller's next round. */
    void answerLate(String text) {
        waits = false;
        answer(text);
        watch();
        if (length > 0 || peerIsDone) {
            control.refreshSoon();
        }
    }

    private void answer(String text) {
        Arena memory = Arena.ofConfined();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        answer = memory.allocateFrom(ValueLayout.JAVA_BYTE, bytes);
        answerMemory = memory;
        send();
    }

    private void send() {
        while (answer.byteSize() > 0) {
            int flags = Linux.MSG_NOSIGNAL | Linux.MSG_DONTWAIT;
            long n = sys.send(fd, answer, answer.byteSize(), flags);
            if (n < 0) {
                if (!Retry.isLater((int) -n)) {
                    close();
                }
                return;
            }
            answer = answer.asSlice(n);
        }
        forgetAnswer();
    }

    private void forgetAnswer() {
        answer = MemorySegment.NULL;
        if (answerMemory != null) {
            answerMemory.close();
            answerMemory = null;
        }
    }

    private void watch() {
        int wanted = 0;
        if (answerMemory != null) {
            wanted = Linux.EPOLLOUT;
        } else if (!waits && commandsLeft > 0) {
            wanted = Linux.EPOLLIN;
        }
        if (!closed && wanted != watched) {
            watched = wanted;
            control.poller().modify(fd, wanted, tag);
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            waits = false;
            forgetAnswer();
            control.poller().remove(fd, tag);
            sys.close(fd);
            control.left(this);
        }
    }
}
