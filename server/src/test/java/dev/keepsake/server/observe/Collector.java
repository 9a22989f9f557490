package dev.keepsake.server.observe;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CopyOnWriteArrayList;

/// An OpenTelemetry collector on a free port that reads what it gets sent as far as the tests need.
final class Collector implements AutoCloseable {

    private final HttpServer server;
    private final List<Span> spans = new CopyOnWriteArrayList<>();
    private final List<String> bodies = new CopyOnWriteArrayList<>();

    /// @param parent 16 hexadecimal digits, or nothing
    record Span(String name, String trace, String id, String parent) {}

    Collector() {
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        server.createContext(
                "/v1/traces",
                exchange -> {
                    var body = exchange.getRequestBody().readAllBytes();
                    bodies.add(new String(body, StandardCharsets.ISO_8859_1));
                    for (var resource : fields(body, 1)) {
                        for (var scope : fields(resource, 2)) {
                            fields(scope, 2).forEach(span -> spans.add(span(span)));
                        }
                    }
                    exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
                    exchange.sendResponseHeaders(200, -1);
                    exchange.close();
                });
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    List<Span> spans() {
        return List.copyOf(spans);
    }

    /// Everything that came, bytes as characters.
    String received() {
        return String.join("", bodies);
    }

    Span span(String name) {
        return spans.stream()
                .filter(span -> span.name.equals(name))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException(name + " is not among " + spans));
    }

    private static Span span(byte[] message) {
        return new Span(
                new String(fields(message, 5).getFirst(), StandardCharsets.UTF_8),
                hex(fields(message, 1)),
                hex(fields(message, 2)),
                hex(fields(message, 4)));
    }

    private static String hex(List<byte[]> values) {
        return values.isEmpty() ? "" : HexFormat.of().formatHex(values.getFirst());
    }

    /// The values of one field of a protobuf message, which must be of a kind with a length.
    private static List<byte[]> fields(byte[] message, int wanted) {
        List<byte[]> found = new ArrayList<>();
        var buffer = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            var tag = (int) varint(buffer);
            switch (tag & 7) {
                case 0 -> varint(buffer);
                case 1 -> buffer.getLong();
                case 2 -> {
                    var value = new byte[(int) varint(buffer)];
                    buffer.get(value);
                    if (tag >> 3 == wanted) {
                        found.add(value);
                    }
                }
                case 5 -> buffer.getInt();
                default -> throw new IllegalArgumentException("not protobuf");
            }
        }
        return found;
    }

    private static long varint(ByteBuffer buffer) {
        var value = 0L;
        var shift = 0;
        byte next;
        do {
            next = buffer.get();
            value |= (long) (next & 0x7f) << shift;
            shift += 7;
        } while (next < 0);
        return value;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
