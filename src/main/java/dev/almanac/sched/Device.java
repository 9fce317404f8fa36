// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.sched;

/** Something of the calendar's own that acts in simulated time while nobody runs: the network. */
public interface Device {
    /** No device. */
    Device NONE = () -> {};

    /** The time that it planned for has come, and is now. */
    void turn();
}
