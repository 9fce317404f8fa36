// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.vhost;

import static dev.almanac.vhost.TestNetwork.DELAY;
import static dev.almanac.vhost.TestNetwork.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.sun.management.ThreadMXBean;

import dev.almanac.sys.LinuxSyscalls;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * In the steady state a frame's way through the switch, from the kick of its sender to the answer
 * of its receiver, allocates nothing on the Java heap.
 */
@Timeout(120)
class SwitchAllocationTest {
    private static final int FRAMES = 2_000;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @TempDir private Path directory;

    private long allocated;

    @Test
    void nothingPerFrame() {
        assertNothingPerFrame(NetworkSettings.ofDelay(DELAY), new FrameTap() {});
    }

    @Test
    void nothingWithoutDelay() {
        assertNothingPerFrame(NetworkSettings.ofDelay(0), new FrameTap() {});
    }

    @Test
    void nothingWithAnAddressALinkModelAndACapture() throws IOException {
        LinkSettings link = new LinkSettings(DELAY, 0, 1_000_000_000, 1_000, 7);
        Path file = directory.resolve("frames.pcapng");
        try (Capture capture = Capture.to(file, e -> fail(e))) {
            assertNothingPerFrame(new NetworkSettings(link, true, true, true), capture);
        }
    }

    private void assertNothingPerFrame(NetworkSettings settings, FrameTap tap) {
        assertTrue(threads.isThreadAllocatedMemoryEnabled());
        try (TestNetwork net = new TestNetwork(settings, new LinuxSyscalls(), tap)) {
            TestGuest a = net.join(1);
            TestGuest b = net.join(2);
            // The requests and the answers of a, then those of b.
            List<Sockets.Input> inputs = new ArrayList<>(net.sockets.inputs.values());
            long end = System.nanoTime() + PATIENCE.toNanos();
            do { // The compilers work in the background: how soon they are done is not ours to say.
                allocated = 0;
                for (int i = 0; i < FRAMES; i++) {
                    carry(net, a, b, inputs);
                }
            } while (allocated > 0 && System.nanoTime() < end);
            assertEquals(0, allocated, "bytes in " + FRAMES + " frames");
        }
    }

    /** A frame from a to b, and one back, in step with what the guests do. */
    private void carry(TestNetwork net, TestGuest a, TestGuest b, List<Sockets.Input> inputs) {
        a.queueFrame(frame(255, 1, 60));
        a.kick(TestGuest.TX);
        read(inputs.get(0));
        assertEquals(0, a.numberReply(Request.VRING_KICK));
        while (!net.clock.asleep) {
            net.clock.now = Math.max(net.clock.now, net.clock.wakeTime);
            long before = threads.getCurrentThreadAllocatedBytes();
            boolean over = net.network.turn(net.clock.now);
            allocated += threads.getCurrentThreadAllocatedBytes() - before;
            assertFalse(over, "a turn has a call");
            int ended = net.clock.turnsEnded;
            while (net.clock.turnsEnded == ended) {
                if (a.answerCalls() > 0) {
                    read(inputs.get(1));
                }
                if (b.answerCalls() > 0) {
                    read(inputs.get(3));
                }
            }
        }
        assertEquals(1, b.received().size());
    }

    private void read(Sockets.Input input) {
        long before = threads.getCurrentThreadAllocatedBytes();
        input.readable();
        allocated += threads.getCurrentThreadAllocatedBytes() - before;
    }
}
