// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

/** A participant in the calendar's own process, as the calendar sees it. */
public interface Insider {
    /** The event loop's thread: the calendar says that. */
    void hear(int op, int seq, long time);

    /** Any thread: it does not take part any more, for that reason, and cannot. */
    void cut(String why);
}
