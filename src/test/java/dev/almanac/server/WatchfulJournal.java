// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import dev.almanac.sched.Journal;

/** A journal that sees every message. */
abstract class WatchfulJournal implements Journal {
    @Override
    public boolean wantsDetails() {
        return true;
    }
}
