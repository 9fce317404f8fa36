// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.sys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;

/** Which paths fit into a socket's address, and how they lie there. */
class SockaddrUnTest {
    private final Arena arena = Arena.ofConfined();

    @AfterEach
    void closeArena() {
        arena.close();
    }

    @Test
    void aPathEndsWithNul() {
        SockaddrUn address = new SockaddrUn(arena, "/run/x");
        assertEquals(2 + 6 + 1, address.length());
        assertEquals(7, address.path().byteSize());
        assertEquals("/run/x", address.path().getString(0));
        assertEquals(Linux.AF_UNIX, address.segment().get(ValueLayout.JAVA_SHORT, 0));
    }

    @Test
    void theLongestPathFillsTheStruct() {
        SockaddrUn address = new SockaddrUn(arena, "p".repeat(107));
        assertEquals(SockaddrUn.LAYOUT.byteSize(), address.length());
        assertEquals("p".repeat(107), address.path().getString(0));
    }

    @Test
    void aLongerPathIsRefusedWithItsLength() {
        assertEquals(
                "a socket's path has at most 107 bytes, this one has 108: " + "p".repeat(108),
                refusal("p".repeat(108)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\0abstract", "a\0b"})
    void whatIsNoPathIsRefused(String path) {
        assertEquals("a socket's path is empty or contains a NUL", refusal(path));
    }

    @Test
    void whatCannotBeEncodedIsRefused() {
        String unpairedSurrogate = "/run/\ud800";
        assertEquals(
                "a path has characters that %s cannot write (LC_ALL?): %s"
                        .formatted(System.getProperty("sun.jnu.encoding"), unpairedSurrogate),
                refusal(unpairedSurrogate));
    }

    private String refusal(String path) {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> new SockaddrUn(arena, path));
        return String.valueOf(refused.getMessage());
    }
}
