// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * The open connections, by index and by epoll tag. A tag is generation and index: an event for a
 * connection that was closed meanwhile does not reach the one that took its place.
 */
final class Connections {
    private @Nullable Connection[] open = new Connection[64];
    private int[] generations = new int[64];
    private final ArrayDeque<Integer> free = new ArrayDeque<>();
    private int used;

    /** The tag of the connection that is added next. */
    long nextTag() {
        if (free.isEmpty()) {
            if (used == open.length) {
                open = Arrays.copyOf(open, used * 2);
                generations = Arrays.copyOf(generations, used * 2);
            }
            free.add(used++);
        }
        int index = free.element();
        return (long) generations[index] << 32 | index;
    }

    void add(Connection connection) {
        free.remove();
        open[index(connection.tag)] = connection;
    }

    void remove(Connection connection) {
        int index = index(connection.tag);
        open[index] = null;
        generations[index] = (generations[index] + 1) & Integer.MAX_VALUE; // tags are not negative
        free.add(index);
    }

    /** The connection of a tag; null if it is closed. */
    @Nullable Connection byTag(long tag) {
        Connection connection = open[index(tag)];
        return connection != null && connection.tag == tag ? connection : null;
    }

    /** The connection of an index; null if it is closed. */
    @Nullable Connection byIndex(int index) {
        return open[index];
    }

    /** Does something with each; it may be removed by that. */
    void forEach(Consumer<Connection> action) {
        for (int i = 0; i < used; i++) {
            Connection connection = open[i];
            if (connection != null) {
                action.accept(connection);
            }
        }
    }

    static int index(long tag) {
        return (int) tag;
    }
}
