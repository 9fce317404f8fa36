// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.cli;

/** Where one can look again and again at what a simulation is doing. */
interface SnapshotSource extends AutoCloseable {
    /**
     * What it is doing now.
     *
     * @throws UsageException if that cannot be found out any more
     */
    Snapshot look() throws UsageException;

    @Override
    void close();
}
