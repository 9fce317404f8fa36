// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.guest;

import java.util.List;

/** How the guests and the calendar talk. A 6.12 guest uses shared memory when it is offered. */
public enum Mode {
    SHARED_MEMORY,
    MESSAGES;

    /** The calendar's options for it. */
    public List<String> options() {
        return switch (this) {
            case SHARED_MEMORY -> List.of();
            case MESSAGES -> List.of("--no-shm");
        };
    }
}
