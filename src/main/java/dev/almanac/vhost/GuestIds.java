// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.vhost;

/** Knows which participant of the simulation a process is. */
@FunctionalInterface
public interface GuestIds {
    /** Not a participant, or not known. */
    long UNKNOWN = -1;

    /** The ID that the process gave when it started, or {@link #UNKNOWN}. */
    long idOf(int pid);
}
