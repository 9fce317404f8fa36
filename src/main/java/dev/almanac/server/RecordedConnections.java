// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import java.util.Arrays;

/**
 * What the flight recorder knows of connections: the number of each among all that there ever were,
 * its process, and for how long it has had the floor, in nanoseconds of real time. Whoever calls
 * has read the clock anyway.
 */
final class RecordedConnections {
    private static final int NOBODY = -1;

    private int[] numbers = new int[64]; // by connection, as the next
    private int[] pids = new int[64];
    private long[] held = new long[64];
    private int count;
    private int runner = NOBODY;
    private long since;

    /** Somebody connected; its number. */
    int connected(int connection, int pid) {
        if (connection >= numbers.length) {
            numbers = Arrays.copyOf(numbers, connection * 2);
            pids = Arrays.copyOf(pids, connection * 2);
            held = Arrays.copyOf(held, connection * 2);
        }
        numbers[connection] = another();
        pids[connection] = pid;
        held[connection] = 0;
        return numbers[connection];
    }

    /** Gives somebody a number who is known for nothing else. */
    int another() {
        return ++count;
    }

    /** The number of a connection. */
    int number(int connection) {
        return numbers[connection];
    }

    /** The number of the connection of a process; 0 if there is none. */
    int numberOf(int pid) {
        for (int connection = 0; connection < pids.length; connection++) {
            if (pid != 0 && pids[connection] == pid) {
                return numbers[connection];
            }
        }
        return 0;
    }

    /** It has the floor. */
    void takesFloor(int connection, long real) {
        runner = connection;
        since = real;
    }

    /** It has not, or not any more. */
    void leavesFloor(int connection, long real) {
        if (runner == connection) {
            held[connection] += real - since;
            runner = NOBODY;
        }
    }

    /** For how long it has had the floor until now. */
    long held(int connection, long real) {
        return held[connection] + (runner == connection ? real - since : 0);
    }

    /** It is gone. */
    void left(int connection, long real) {
        leavesFloor(connection, real);
        pids[connection] = 0;
    }
}
