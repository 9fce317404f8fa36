// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.sys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.lang.reflect.Field;
import java.util.HashSet;
import java.util.Set;

/** That each error number has its own name and a message for people. */
class ErrnoTest {
    @Test
    void everyConstantHasItsNameAndAMessage() throws IllegalAccessException {
        Set<String> messages = new HashSet<>();
        for (Field constant : Errno.class.getFields()) {
            int errno = constant.getInt(null);
            assertEquals(constant.getName(), Errno.name(errno));
            assertTrue(messages.add(Errno.message(errno)), "twice: " + Errno.message(errno));
            assertTrue(!Errno.message(errno).equals(Errno.name(errno)), constant.getName());
        }
        assertEquals("connection reset by peer", Errno.message(Errno.ECONNRESET));
    }

    @Test
    void anUnlistedNumberIsShown() {
        assertEquals("errno 4095", Errno.name(4095));
        assertEquals("errno 4095", Errno.message(4095));
    }
}
