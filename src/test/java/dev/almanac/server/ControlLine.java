// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.almanac.json.JsonException;
import dev.almanac.json.JsonReader;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/** A connection to a control socket, as a program of somebody else makes it: bytes and lines. */
public final class ControlLine implements AutoCloseable {
    private final SocketChannel channel;
    private final ByteBuffer input = ByteBuffer.allocate(1 << 20).flip();

    private ControlLine(SocketChannel channel) {
        this.channel = channel;
    }

    /** Connects to a calendar's control socket. */
    public static ControlLine connect(Path path) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(path));
        return new ControlLine(channel);
    }

    /** Sends text as it is. */
    void send(String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** Sends as much as goes out without waiting, again and again; how many bytes. */
    long flood(String text, int times) throws IOException {
        channel.configureBlocking(false);
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        long sent = 0;
        for (int i = 0; i < times; i++) {
            bytes.rewind();
            sent += channel.write(bytes);
        }
        channel.configureBlocking(true);
        return sent;
    }

    /** Sends no more; may still listen. */
    void shutDown() throws IOException {
        channel.shutdownOutput();
    }

    /** The next line; null at the end. */
    @Nullable String line() throws IOException {
        StringBuilder line = new StringBuilder();
        while (true) {
            while (input.hasRemaining()) {
                char c = (char) input.get();
                if (c == '\n') {
                    return line.toString();
                }
                line.append(c);
            }
            input.clear();
            int n = channel.read(input);
            input.flip();
            if (n < 0) {
                return null;
            }
        }
    }

    /** The next answer, as an object. */
    public Map<String, @Nullable Object> answer() throws IOException, JsonException {
        return JsonReader.object(String.valueOf(line()));
    }

    /** Follows a command, written without its braces, and expects it to be followed. */
    public Map<String, @Nullable Object> ask(String members) throws IOException, JsonException {
        send("{\"command\":" + members + "}\n");
        Map<String, @Nullable Object> answer = answer();
        assertEquals(true, answer.get("ok"), answer.toString());
        return answer;
    }

    /** Likewise, and expects it to be refused. */
    String refused(String members) throws IOException, JsonException {
        send("{\"command\":" + members + "}\n");
        Map<String, @Nullable Object> answer = answer();
        assertEquals(false, answer.get("ok"), answer.toString());
        return String.valueOf(answer.get("error"));
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
