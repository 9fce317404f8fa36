// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.timeline;

/** What can happen at a moment. The page knows them by their codes. */
public enum MarkKind {
    /** A participant sent a frame; the value is its length in bytes. */
    SENT(0, "frame sent"),

    /** A frame came to a participant; likewise. */
    DELIVERED(1, "frame received"),

    /** A participant sent something to all; the value is what. */
    BROADCAST(2, "broadcast"),

    /** A participant takes part from now on. */
    STARTED(3, "starts"),

    /** A participant is gone. */
    LEFT(4, "leaves"),

    /** A participant was removed for breaking the protocol. */
    EVICTED(5, "evicted");

    private final int code;
    private final String text;

    MarkKind(int code, String text) {
        this.code = code;
        this.text = text;
    }

    int code() {
        return code;
    }

    /** In words. */
    String text() {
        return text;
    }
}
