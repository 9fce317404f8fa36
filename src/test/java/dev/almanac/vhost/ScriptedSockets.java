// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.vhost;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;

/** An event loop that looks at every socket whenever it is asked to. */
final class ScriptedSockets implements Sockets {
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

    /** Lets everybody read once. */
    void pump() {
        for (int fd : new ArrayList<>(inputs.keySet())) {
            Input input = inputs.get(fd);
            if (input != null) {
                input.readable();
            }
        }
    }
}
