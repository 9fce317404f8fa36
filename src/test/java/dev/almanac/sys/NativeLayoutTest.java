// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.sys;

import static org.junit.jupiter.api.Assertions.assertEquals;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.StructLayout;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Every layout and number of this package, against the system's C headers. */
@Timeout(180)
class NativeLayoutTest {
    @TempDir private Path directory;

    @Test
    void javaAgreesWithTheSystemsHeaders()
            throws IOException, InterruptedException, IllegalAccessException {
        Map<String, Long> java = new TreeMap<>();
        Probe.describe("sockaddr_un", SockaddrUn.LAYOUT, java);
        Probe.describe("iovec", IoVec.LAYOUT, java);
        Probe.describe("msghdr", MsgHdr.LAYOUT, java);
        Probe.describe("cmsghdr", CmsgHdr.LAYOUT, java);
        Probe.describe("epoll_event", EpollEvents.LAYOUT, java);
        Probe.describe("ucred", Ucred.LAYOUT, java);
        Probe.describe("statx", Statx.LAYOUT, java);
        Probe.describe("timeval", Timeval.LAYOUT, java);
        Probe.describe("itimerspec", Itimerspec.LAYOUT, java);
        Probe.describe(
                "timespec", (GroupLayout) Itimerspec.LAYOUT.select(groupElement("it_value")), java);
        for (int descriptors : new int[] {1, 2, 3, CmsgHdr.MAX_DESCRIPTORS}) {
            java.put("CMSG_SPACE." + descriptors, CmsgHdr.space(descriptors));
        }
        addConstants(Linux.class, java);
        addConstants(Errno.class, java);
        Probe.assertSame(new Probe(directory).values("libc."), java);
    }

    @Test
    void epollEventsArePackedOnOneArchitectureOnly() {
        StructLayout packed = EpollEvents.layout("amd64");
        assertEquals(12, packed.byteSize());
        assertEquals(4, packed.byteOffset(groupElement("data")));
        StructLayout natural = EpollEvents.layout("aarch64");
        assertEquals(16, natural.byteSize());
        assertEquals(8, natural.byteOffset(groupElement("data")));
    }

    private static void addConstants(Class<?> constants, Map<String, Long> into)
            throws IllegalAccessException {
        for (Field field : constants.getFields()) {
            if (Modifier.isStatic(field.getModifiers())) {
                into.put(field.getName(), (long) field.getInt(null));
            }
        }
    }
}
