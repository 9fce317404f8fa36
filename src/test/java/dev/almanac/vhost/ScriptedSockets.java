// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.vhost;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.almanac.sys.Errno;
import dev.almanac.sys.Linux;
import dev.almanac.sys.LinuxSyscalls;
import dev.almanac.sys.Syscalls;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;

/** An event loop that turns whenever it is asked to. Like epoll's, it tells as long as it is so. */
final class ScriptedSockets implements Sockets {
    private final Syscalls sys = new LinuxSyscalls();
    private final MemorySegment peeked = Arena.ofAuto().allocate(1);

    final Map<Integer, Input> inputs = new LinkedHashMap<>();

    /** What {@link #watch} answers while it is not 0. */
    int refuse;

    @Override
    public int watch(int fd, Input input) {
        if (refuse == 0) {
            inputs.put(fd, input);
        }
        return refuse;
    }

    @Override
    public void forget(int fd) {
        inputs.remove(fd);
    }

    /** Lets everybody read until there is nothing more. */
    void pump() {
        for (int round = 0; pumpOnce(); round++) {
            assertTrue(round < 1_000_000, "somebody never has enough");
        }
    }

    private boolean pumpOnce() {
        boolean busy = false;
        for (int fd : new ArrayList<>(inputs.keySet())) {
            Input input = inputs.get(fd);
            if (input != null && isReadable(fd)) {
                input.readable();
                busy = true;
            }
        }
        return busy;
    }

    private boolean isReadable(int fd) {
        long n = sys.recv(fd, peeked, 1, Linux.MSG_PEEK | Linux.MSG_DONTWAIT);
        return n != -Errno.EAGAIN;
    }
}
