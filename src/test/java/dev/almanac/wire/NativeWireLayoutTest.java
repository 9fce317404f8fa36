// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.wire;

import dev.almanac.sys.Probe;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The wire in Java against our C declarations, and those against the system's header. */
@Timeout(180)
class NativeWireLayoutTest {
    @TempDir private Path directory;

    @Test
    void javaAgreesWithOurDeclarations() throws IOException, InterruptedException {
        Map<String, Long> java = new TreeMap<>();
        Probe.describe("message", Message.LAYOUT, java);
        Probe.describe("header", SharedHeader.LAYOUT, java);
        Probe.describe("slot", SharedSlot.LAYOUT, java);
        for (int op = 0; op < Op.COUNT; op++) {
            java.put(Op.name(op), (long) op);
        }
        java.put("shared_version", (long) SharedHeader.VERSION);
        java.put("cap_time_share", (long) SharedSlot.CAP_TIME_SHARE);
        java.put("flag_req_run", (long) SharedSlot.FLAG_REQ_RUN);

        Map<String, Long> c = new Probe(directory).values("wire.");
        // What comes with the ACK of START has no constants in this package.
        c.keySet().removeIf(name -> name.startsWith("start_"));
        Probe.assertSame(c, java);
    }

    /** Nothing to compare without linux/um_timetravel.h; its form of 2019 has the message alone. */
    @Test
    void ourDeclarationsAgreeWithTheSystemsHeader() throws IOException, InterruptedException {
        Probe probe = new Probe(directory);
        SortedMap<String, Long> kernel = probe.values("kernel.");
        SortedMap<String, Long> ours = probe.values("wire.");
        ours.keySet().retainAll(kernel.keySet());
        Probe.assertSame(kernel, ours);
    }
}
