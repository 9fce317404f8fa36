// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Sixteen bytes. */
class MessageTest {
    @Test
    void operationNumberAndTimeInHostByteOrder() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(3L * Message.SIZE, Message.SIZE);
            Message.put(buffer, Message.SIZE, 0x01020304, 0x05060708, 0x090a0b0c0d0e0f10L);
            byte[] expected =
                    ByteBuffer.allocate(16)
                            .order(ByteOrder.nativeOrder())
                            .putInt(0x01020304)
                            .putInt(0x05060708)
                            .putLong(0x090a0b0c0d0e0f10L)
                            .array();
            byte[] whole = buffer.toArray(ValueLayout.JAVA_BYTE);
            byte[] message = new byte[16];
            System.arraycopy(whole, 16, message, 0, 16);
            assertArrayEquals(expected, message);
            assertEquals(0x01020304, Message.op(buffer, Message.SIZE));
            assertEquals(0x05060708, Message.seq(buffer, Message.SIZE));
            assertEquals(0x090a0b0c0d0e0f10L, Message.time(buffer, Message.SIZE));
            assertEquals(0, buffer.get(ValueLayout.JAVA_LONG, 8));
            assertEquals(0, buffer.get(ValueLayout.JAVA_LONG, 32));
        }
    }

    @Test
    void operationsHaveNames() {
        assertEquals("ACK", Op.name(Op.ACK));
        assertEquals("BROADCAST", Op.name(Op.BROADCAST));
        assertEquals("unknown op", Op.name(Op.COUNT));
        assertEquals("unknown op", Op.name(-1));
        assertEquals("ACK", Op.describe(Op.ACK));
        assertEquals("operation 4294967295", Op.describe(-1));
        assertTrue(Op.isKnown(0));
        assertTrue(Op.isKnown(9));
        assertFalse(Op.isKnown(10));
        assertFalse(Op.isKnown(-1));
        assertFalse(Op.isKnown(Integer.MIN_VALUE));
    }
}
