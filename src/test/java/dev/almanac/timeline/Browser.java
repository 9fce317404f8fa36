// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.timeline;

import dev.almanac.guest.Child;
import dev.almanac.json.JsonException;
import dev.almanac.json.JsonReader;
import dev.almanac.json.JsonWriter;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A headless Chromium with one page, driven over the DevTools protocol. Mouse and keys go through
 * its input, as if somebody sat there.
 */
final class Browser {
    /** In pixels. */
    static final int WIDTH = 1280;

    /** In pixels. */
    static final int HEIGHT = 800;

    private static final long PATIENCE_SECONDS = 60;

    private final Child child;
    private final HttpClient http = HttpClient.newHttpClient();
    private final BlockingQueue<String> incoming = new LinkedBlockingQueue<>();
    private final List<String> complaints = new ArrayList<>();
    private final List<String> requests = new ArrayList<>();
    private final WebSocket socket;
    private int calls;

    private Browser(Child child, int port) throws IOException, InterruptedException {
        this.child = child;
        URI create = URI.create("http://127.0.0.1:" + port + "/json/new?about:blank");
        HttpRequest request =
                HttpRequest.newBuilder(create).PUT(HttpRequest.BodyPublishers.noBody()).build();
        Map<String, @Nullable Object> page =
                parse(http.send(request, BodyHandlers.ofString()).body());
        URI address = URI.create((String) Objects.requireNonNull(page.get("webSocketDebuggerUrl")));
        socket = http.newWebSocketBuilder().buildAsync(address, new Listener()).join();
        call("Runtime.enable", none -> {});
        call("Log.enable", none -> {});
        call("Network.enable", none -> {});
    }

    /** What the browser says, whole messages again. */
    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(
                WebSocket from, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                incoming.add(text.toString());
                text.setLength(0);
            }
            from.request(1);
            return null;
        }
    }

    /** Starts it; its files go to {@code directory}. */
    static Browser start(Path directory) throws IOException, InterruptedException {
        Path profile = directory.resolve("profile");
        Child child =
                Child.start(
                        "chromium",
                        directory,
                        List.of(
                                Chromium.COMMAND,
                                "--headless",
                                "--no-sandbox", // cannot be had by root
                                "--disable-gpu",
                                "--disable-quic",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync",
                                "--disable-dev-shm-usage",
                                "--force-prefers-reduced-motion",
                                "--hide-scrollbars",
                                "--window-size=" + WIDTH + "," + HEIGHT,
                                "--remote-debugging-port=0",
                                "--user-data-dir=" + profile));
        // Written when it listens: the port, and another line.
        Path port = profile.resolve("DevToolsActivePort");
        if (!child.await(() -> Files.exists(port) && lines(port).size() > 1)) {
            child.close();
            throw new AssertionError("no browser" + child.report());
        }
        return new Browser(child, Integer.parseInt(lines(port).getFirst()));
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            return List.of(); // it is only being made
        }
    }

    /** Opens a page, and waits until it has drawn something. What was before is forgotten. */
    void open(Path file) throws InterruptedException {
        complaints.clear();
        requests.clear();
        call("Page.navigate", json -> json.name("url").value(file.toUri().toString()));
        await("document.readyState === 'complete' && document.getElementById('range').textContent");
        settle();
    }

    /** What an expression is in the page, as text. */
    String evaluate(String expression) throws InterruptedException {
        Map<?, ?> answer =
                call(
                        "Runtime.evaluate",
                        json -> {
                            json.name("expression")
                                    .value("(async () => String(" + expression + "))()");
                            json.name("awaitPromise").value(true);
                        });
        Map<?, ?> result = (Map<?, ?>) Objects.requireNonNull(answer.get("result"));
        if (answer.get("exceptionDetails") != null) {
            throw new AssertionError(expression + ": " + result.get("description"));
        }
        return String.valueOf(result.get("value"));
    }

    /** What an element says. */
    String text(String id) throws InterruptedException {
        return evaluate("document.getElementById('" + id + "').innerText");
    }

    /** Waits until an expression is true. */
    void await(String expression) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!evaluate("!!(" + expression + ")").equals("true")) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("never true: " + expression + child.report());
            }
            Thread.sleep(10);
        }
    }

    /** Waits until what was done is drawn: for the frame after the next. */
    void settle() throws InterruptedException {
        evaluate(
                "await new Promise(r => requestAnimationFrame(() => requestAnimationFrame(() =>"
                        + " r(1))))");
    }

    /** Moves the mouse to a point of the window. */
    void move(double x, double y) throws InterruptedException {
        mouse("mouseMoved", x, y, json -> {});
        settle();
    }

    /** Turns the wheel there; away from oneself is negative. */
    void wheel(double x, double y, int pixels) throws InterruptedException {
        mouse(
                "mouseWheel",
                x,
                y,
                json -> json.name("deltaX").value(0).name("deltaY").value(pixels));
        settle();
    }

    /** Drags with the left button. */
    void drag(double fromX, double toX, double y) throws InterruptedException {
        move(fromX, y);
        mouse("mousePressed", fromX, y, Browser::leftButton);
        mouse("mouseMoved", (fromX + toX) / 2, y, Browser::leftButton);
        mouse("mouseMoved", toX, y, Browser::leftButton);
        mouse("mouseReleased", toX, y, Browser::leftButton);
        settle();
    }

    private static void leftButton(JsonWriter json) {
        json.name("button").value("left").name("buttons").value(1).name("clickCount").value(1);
    }

    private void mouse(String type, double x, double y, Consumer<JsonWriter> more)
            throws InterruptedException {
        call(
                "Input.dispatchMouseEvent",
                json -> {
                    json.name("type").value(type).name("x").value(x).name("y").value(y);
                    more.accept(json);
                });
    }

    /** Presses a key, such as n or ArrowDown. */
    void press(String key) throws InterruptedException {
        for (String type : List.of("keyDown", "keyUp")) {
            call(
                    "Input.dispatchKeyEvent",
                    json -> {
                        json.name("type").value(type).name("key").value(key);
                        if (key.equals("Enter")) {
                            json.name("text").value("\r").name("windowsVirtualKeyCode").value(13);
                        } else if (key.length() == 1 && type.equals("keyDown")) {
                            json.name("text").value(key);
                        }
                    });
        }
        settle();
    }

    /** Types into what has the focus. */
    void type(String text) throws InterruptedException {
        call("Input.insertText", json -> json.name("text").value(text));
        settle();
    }

    /** Errors in the page since it was opened, and what its policy refused. */
    List<String> complaints() {
        return List.copyOf(complaints);
    }

    /** All that was loaded since. */
    List<String> requests() {
        return List.copyOf(requests);
    }

    private Map<?, ?> call(String method, Consumer<JsonWriter> parameters)
            throws InterruptedException {
        long id = ++calls;
        StringBuilder text = new StringBuilder();
        JsonWriter json = new JsonWriter(text).object();
        json.name("id").value(id).name("method").value(method).name("params").object();
        parameters.accept(json);
        json.endObject().endObject();
        socket.sendText(text, true).join();
        while (true) {
            String message = incoming.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (message == null) {
                throw new AssertionError("no answer to " + method + child.report());
            }
            Map<String, @Nullable Object> said = parse(message);
            if (Objects.equals(said.get("id"), id)) {
                if (said.get("result") instanceof Map<?, ?> result) {
                    return result;
                }
                throw new AssertionError(method + ": " + said.get("error"));
            }
            note(message, String.valueOf(said.get("method")));
        }
    }

    private void note(String message, String event) {
        switch (event) {
            case "Runtime.exceptionThrown", "Log.entryAdded", "Runtime.consoleAPICalled" ->
                    complaints.add(message);
            case "Network.requestWillBeSent" -> requests.add(message);
            default -> {} // of no interest here
        }
    }

    private static Map<String, @Nullable Object> parse(String text) {
        try {
            return JsonReader.object(text);
        } catch (JsonException e) {
            throw new AssertionError(text, e);
        }
    }

    /** Ends it, so that it leaves nothing behind. */
    void close() throws InterruptedException {
        try {
            call("Browser.close", none -> {});
            child.awaitExit();
        } finally {
            socket.abort();
            http.close();
            child.close();
        }
    }
}
