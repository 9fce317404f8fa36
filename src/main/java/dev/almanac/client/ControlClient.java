// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.client;

import dev.almanac.sys.Errno;
import dev.almanac.sys.Linux;
import dev.almanac.sys.LinuxSyscalls;
import dev.almanac.sys.SockaddrUn;
import dev.almanac.sys.Syscalls;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/**
 * Steers a simulation over its control socket: a line of JSON there, a line of JSON back.
 *
 * <p>Belongs to one thread.
 */
public final class ControlClient implements AutoCloseable {
    private static final int BUFFER = 65_536;

    private final Syscalls sys = new LinuxSyscalls();
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment buffer = arena.allocate(BUFFER);
    private final ByteArrayOutputStream begun = new ByteArrayOutputStream();
    private final int fd;

    /**
     * Connects to a calendar's control socket.
     *
     * @param path of the socket
     * @throws CalendarGoneException if nobody answers there
     */
    public ControlClient(String path) {
        fd = connect(path);
        if (fd < 0) {
            arena.close();
            throw new CalendarGoneException(
                    "no control socket at "
                            + path
                            + ": "
                            + Errno.message(-fd)
                            + "; does a calendar run with --control="
                            + path
                            + "?");
        }
    }

    private int connect(String path) {
        SockaddrUn address;
        try {
            address = new SockaddrUn(arena, path);
        } catch (IllegalArgumentException e) {
            arena.close();
            throw new CalendarGoneException(String.valueOf(e.getMessage()));
        }
        int socket = sys.socket(Linux.AF_UNIX, Linux.SOCK_STREAM | Linux.SOCK_CLOEXEC, 0);
        int result = socket < 0 ? socket : sys.connect(socket, address.segment(), address.length());
        if (result < 0 && socket >= 0) {
            sys.close(socket);
        }
        return result < 0 ? result : socket;
    }

    /**
     * Sends a command and waits for its answer, however long that takes.
     *
     * @param line a JSON object without a line break
     * @return the JSON object that answers it, without its line break
     * @throws CalendarGoneException if the calendar goes away
     */
    public String ask(String line) {
        send((line + "\n").getBytes(StandardCharsets.UTF_8));
        while (true) {
            long n = sys.recv(fd, buffer, BUFFER, 0);
            if (n == -Errno.EINTR) {
                continue;
            }
            if (n <= 0) {
                throw gone((int) -n);
            }
            byte[] received = buffer.asSlice(0, n).toArray(ValueLayout.JAVA_BYTE);
            begun.writeBytes(received);
            if (received[received.length - 1] == '\n') { // one answer a command: nothing is behind
                String answer = begun.toString(StandardCharsets.UTF_8).stripTrailing();
                begun.reset();
                return answer;
            }
        }
    }

    private void send(byte[] bytes) {
        try (Arena memory = Arena.ofConfined()) {
            MemorySegment rest = memory.allocateFrom(ValueLayout.JAVA_BYTE, bytes);
            while (rest.byteSize() > 0) {
                long n = sys.send(fd, rest, rest.byteSize(), Linux.MSG_NOSIGNAL);
                if (n < 0 && n != -Errno.EINTR) {
                    throw gone((int) -n);
                }
                rest = rest.asSlice(Math.max(n, 0));
            }
        }
    }

    private static CalendarGoneException gone(int errno) {
        return new CalendarGoneException(
                "the calendar is gone" + (errno == 0 ? "" : ": " + Errno.message(errno)));
    }

    @Override
    public void close() {
        sys.close(fd);
        arena.close();
    }
}
