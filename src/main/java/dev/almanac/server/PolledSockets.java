// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import dev.almanac.sys.Linux;
import dev.almanac.vhost.Sockets;

import java.util.HashMap;
import java.util.Map;

/** Lets the network watch its sockets with the event loop's poller. */
final class PolledSockets implements Sockets {
    private final Poller poller;
    private final Map<Integer, Long> tags = new HashMap<>();

    PolledSockets(Poller poller) {
        this.poller = poller;
    }

    @Override
    public int watch(int fd, Input input) {
        long tag = poller.add(fd, Linux.EPOLLIN, events -> input.readable());
        if (tag < 0) {
            return (int) tag;
        }
        tags.put(fd, tag);
        return 0;
    }

    @Override
    public void forget(int fd) {
        Long tag = tags.remove(fd);
        if (tag != null) {
            poller.remove(fd, tag);
        }
    }
}
