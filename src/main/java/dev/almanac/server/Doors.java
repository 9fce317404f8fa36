// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import dev.almanac.sys.Syscalls;

import java.util.ArrayList;
import java.util.List;

/**
 * All that take in connections for one event loop. None is added any more when another thread knows
 * of them.
 */
final class Doors {
    private final List<Acceptor> acceptors = new ArrayList<>();

    void add(Acceptor acceptor) {
        acceptors.add(acceptor);
    }

    /** How long the loop may wait: until the next try of one that has no room; -1 = without end. */
    int retryMillis() {
        for (int i = 0; i < acceptors.size(); i++) {
            int millis = acceptors.get(i).retryMillis();
            if (millis >= 0) {
                return millis;
            }
        }
        return -1;
    }

    /** Any thread, with its own {@code sys}: takes away where one could knock. */
    void removeFiles(Syscalls ownSys) {
        acceptors.forEach(acceptor -> acceptor.removeFile(ownSys));
    }

    /** Lets those try again that had no room. */
    void retry() {
        for (int i = 0; i < acceptors.size(); i++) {
            acceptors.get(i).retry();
        }
    }
}
