// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import dev.almanac.vhost.LinkSettings;
import dev.almanac.vhost.NetworkSettings;

import org.jspecify.annotations.Nullable;

/**
 * What a user decides about the Ethernet between guests.
 *
 * @param path where guests' network cards connect
 * @param delay how long a frame takes, in nanoseconds
 * @param capture the file that all frames go into, null for none
 * @param tellsAddresses whether cards get a MAC address that is derived from the guest's ID
 * @param learns whether unknown addresses are flooded, and moved ones learned anew
 * @param loss which part of the frames is lost, 0 to 1
 * @param bitsPerSecond how fast a guest sends; 0 = no limit
 * @param jitter up to how much longer a frame takes by chance, in nanoseconds
 * @param seed of chance
 */
public record NetworkOptions(
        String path,
        long delay,
        @Nullable String capture,
        boolean tellsAddresses,
        boolean learns,
        double loss,
        long bitsPerSecond,
        long jitter,
        long seed) {
    private static final long REHEARSED_DELAY = 1_000;

    /**
     * A network without anything special.
     *
     * @param path where guests' network cards connect
     * @param delay how long a frame takes, in nanoseconds
     */
    public static NetworkOptions ofDelay(String path, long delay) {
        return new NetworkOptions(path, delay, null, false, false, 0, 0, 0, 0);
    }

    /** The same network as far as a rehearsal goes: nothing is lost, recorded or waited for. */
    NetworkOptions rehearsed() {
        long shortDelay = Math.min(delay, REHEARSED_DELAY);
        return new NetworkOptions(path, shortDelay, null, tellsAddresses, learns, 0, 0, 0, 0);
    }

    NetworkSettings settings(boolean simulated) {
        LinkSettings link = new LinkSettings(delay, loss, bitsPerSecond, jitter, seed);
        return new NetworkSettings(link, tellsAddresses, learns, simulated);
    }
}
