// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.client;

/** Something was planned for a time that is over. */
public final class TimeGoesBackException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    TimeGoesBackException(long time, long now) {
        super(
                "cannot plan anything for "
                        + time
                        + " ns, it is "
                        + now
                        + " ns already; the earliest is now()");
    }
}
