// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.vhost;

/**
 * How a network behaves.
 *
 * @param link what the way from each guest does to frames
 * @param tellsAddresses whether cards tell their drivers an address, derived from the guest's ID
 * @param learns whether the switch floods what it does not know, and learns anew; if not, it
 *     forwards as usfstl's controller does
 * @param simulated whether time is simulated: a turn waits for the guests' answers
 */
public record NetworkSettings(
        LinkSettings link, boolean tellsAddresses, boolean learns, boolean simulated) {
    /** As usfstl's controller: fixed delay, drivers invent addresses, no flooding. */
    public static NetworkSettings ofDelay(long delay) {
        return new NetworkSettings(LinkSettings.ofDelay(delay), false, false, true);
    }

    /** Whether frames arrive at the time at which they are sent, whatever happens. */
    boolean immediate() {
        return link.delay() == 0 && link.bitsPerSecond() == 0 && link.jitter() == 0;
    }
}
