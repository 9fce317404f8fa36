// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import java.util.ArrayDeque;

/** Closes what was opened, the last first: also when something in between could not be opened. */
final class Closer implements AutoCloseable {
    private final ArrayDeque<Runnable> opened = new ArrayDeque<>();

    /** Remembers how to close something that was just opened. */
    void opened(Runnable close) {
        opened.push(close);
    }

    @Override
    public void close() {
        while (!opened.isEmpty()) {
            opened.pop().run();
        }
    }
}
