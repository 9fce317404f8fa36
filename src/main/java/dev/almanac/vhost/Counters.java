// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.vhost;

import java.util.EnumMap;
import java.util.Map;

/** What went through a port, from its guest's point of view. */
public final class Counters {
    private final Map<Drop, Long> drops = new EnumMap<>(Drop.class);
    private long framesSent;
    private long bytesSent;
    private long framesReceived;
    private long bytesReceived;

    Counters() {}

    /** Frames that the guest sent, those that were dropped later included. */
    public long framesSent() {
        return framesSent;
    }

    /** Their bytes. */
    public long bytesSent() {
        return bytesSent;
    }

    /** Frames that were put into the guest's buffers. */
    public long framesReceived() {
        return framesReceived;
    }

    /** Their bytes. */
    public long bytesReceived() {
        return bytesReceived;
    }

    /** Frames that were dropped for that reason. */
    public long dropped(Drop reason) {
        return drops.getOrDefault(reason, 0L);
    }

    /** Whether there was anything. */
    public boolean isEmpty() {
        return framesSent + framesReceived == 0 && drops.isEmpty();
    }

    void sent(int bytes) {
        framesSent++;
        bytesSent += bytes;
    }

    void received(int bytes) {
        framesReceived++;
        bytesReceived += bytes;
    }

    void drop(Drop reason) {
        drops.merge(reason, 1L, Long::sum);
    }
}
