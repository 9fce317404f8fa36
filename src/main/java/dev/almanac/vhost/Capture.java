// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.vhost;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.FileOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Writes all frames with their time into a file that Wireshark and others read (pcapng,
 * draft-ietf-opsawg-pcapng). Each port is two interfaces: what its guest sent, and what was put
 * into its buffers. Each block leaves whole, with one write, when it happens: the file can be read
 * at any moment. It has nothing in it of this machine or of real time, so equal runs write equal
 * files.
 *
 * <p>Belongs to the event loop's thread.
 */
public final class Capture implements FrameTap, AutoCloseable {
    private static final int SECTION_HEADER = 0x0a0d0d0a;
    private static final int INTERFACE = 1;
    private static final int ENHANCED_PACKET = 6;
    private static final int BYTE_ORDER = 0x1a2b3c4d;
    private static final short LINK_ETHERNET = 1;
    private static final short OPTION_END = 0;
    private static final short SECTION_APPLICATION = 4;
    private static final short INTERFACE_NAME = 2;
    private static final short INTERFACE_RESOLUTION = 9;
    private static final byte NANOSECONDS = 9;

    private static final int BLOCK_ROOM = 64 + Frame.MAX_BYTES;

    private final FileOutputStream file;
    private final Consumer<IOException> onFailure;
    private final ByteBuffer block = ByteBuffer.allocate(BLOCK_ROOM).order(ByteOrder.LITTLE_ENDIAN);
    private final MemorySegment blockBytes = MemorySegment.ofBuffer(block);
    private final Map<String, Integer> interfaces = new HashMap<>();
    private int interfaceCount;
    private boolean failed;

    private Capture(FileOutputStream file, Consumer<IOException> onFailure) {
        this.file = file;
        this.onFailure = onFailure;
    }

    /**
     * Begins a file, in place of one that is there.
     *
     * @param onFailure is told when it cannot be written any more; the simulation goes on without
     *     it
     * @throws IOException if it cannot be written at all
     */
    public static Capture to(Path path, Consumer<IOException> onFailure) throws IOException {
        FileOutputStream file = new FileOutputStream(path.toFile());
        try {
            Capture capture = new Capture(file, onFailure);
            capture.writeSectionHeader();
            return capture;
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    /** Describes the port; one that comes again under its old name is still the same. */
    @Override
    public void connected(Port port) {
        if (!interfaces.containsKey(port.name())) {
            interfaces.put(port.name(), interfaceCount);
            interfaceCount += 2;
            writeInterface(port.name() + " sent");
            writeInterface(port.name() + " delivered");
        }
    }

    @Override
    public void sent(Port from, Frame frame, long time) {
        writePacket(interfaceOf(from), frame, time);
    }

    @Override
    public void delivered(Port to, Frame frame, long time) {
        writePacket(interfaceOf(to) + 1, frame, time);
    }

    private int interfaceOf(Port port) {
        return Objects.requireNonNull(interfaces.get(port.name()));
    }

    private void writeSectionHeader() throws IOException {
        begin(SECTION_HEADER);
        block.putInt(BYTE_ORDER).putShort((short) 1).putShort((short) 0).putLong(-1);
        putOption(SECTION_APPLICATION, "Almanac".getBytes(StandardCharsets.US_ASCII));
        putOption(OPTION_END, new byte[0]);
        end();
    }

    private void writeInterface(String name) {
        begin(INTERFACE);
        block.putShort(LINK_ETHERNET).putShort((short) 0).putInt(0);
        putOption(INTERFACE_NAME, name.getBytes(StandardCharsets.UTF_8));
        putOption(INTERFACE_RESOLUTION, new byte[] {NANOSECONDS});
        putOption(OPTION_END, new byte[0]);
        endOrFail();
    }

    private void writePacket(int number, Frame frame, long time) {
        int length = frame.length();
        begin(ENHANCED_PACKET);
        block.putInt(number).putInt((int) (time >>> 32)).putInt((int) time);
        block.putInt(length).putInt(length);
        MemorySegment.copy(
                frame.data(), JAVA_BYTE, 0, blockBytes, JAVA_BYTE, block.position(), length);
        block.position(block.position() + length);
        pad();
        endOrFail();
    }

    private void putOption(short code, byte[] value) {
        block.putShort(code).putShort((short) value.length).put(value);
        pad();
    }

    private void pad() {
        while (block.position() % Integer.BYTES != 0) {
            block.put((byte) 0);
        }
    }

    private void begin(int type) {
        block.clear().putInt(type).putInt(0);
    }

    private void end() throws IOException {
        int length = block.position() + Integer.BYTES;
        block.putInt(length).putInt(Integer.BYTES, length);
        file.write(block.array(), 0, length); // not buffered: one system call
    }

    private void endOrFail() {
        if (failed) {
            return;
        }
        try {
            end();
        } catch (IOException e) {
            failed = true;
            onFailure.accept(e);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
