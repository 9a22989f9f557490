package dev.keepsake.server.openapi;

import dev.keepsake.failure.Failure;
import dev.keepsake.server.http.Call;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;

/// The page that shows the description: Swagger UI out of its jar, and a page of ours around it
/// that may load nothing but these files.
final class DescriptionPage {

    /// Swagger UI sets styles from its script, and its pictures are data URIs in its style sheet.
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
                    + " font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none';"
                    + " frame-ancestors 'none'";

    private static final Map<String, Part> PARTS =
            Map.of(
                    "docs.js",
                    Part.ours("docs.js", "text/javascript; charset=utf-8"),
                    "docs.css",
                    Part.ours("docs.css", "text/css; charset=utf-8"),
                    "swagger-ui.css",
                    Part.vendored("swagger-ui.css", "text/css; charset=utf-8"),
                    "swagger-ui-bundle.js",
                    Part.vendored("swagger-ui-bundle.js", "text/javascript; charset=utf-8"),
                    "favicon-32x32.png",
                    Part.vendored("favicon-32x32.png", "image/png"));

    /// A file of the page.
    ///
    /// @param resource where it is on the class path
    private record Part(String resource, String contentType) {

        static Part ours(String name, String contentType) {
            return new Part("/dev/keepsake/server/openapi/" + name, contentType);
        }

        static Part vendored(String name, String contentType) {
            return new Part(
                    "/META-INF/resources/webjars/swagger-ui/" + version() + "/" + name,
                    contentType);
        }

        /// The jar tells its version; the folder of its files is named by it.
        private static String version() {
            var properties = new Properties();
            var path = "/META-INF/maven/org.webjars/swagger-ui/pom.properties";
            try (var content = DescriptionPage.class.getResourceAsStream(path)) {
                properties.load(Objects.requireNonNull(content, path));
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
            return properties.getProperty("version");
        }

        byte[] content() {
            try (var content = DescriptionPage.class.getResourceAsStream(resource)) {
                return Objects.requireNonNull(content, resource).readAllBytes();
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
    }

    /// The address may end with a slash or not, and there may be a prefix before it that only a
    /// proxy knows, so links are relative to where the browser stands.
    void show(Call call) {
        var isFolder = call.rawPath().endsWith("/");
        var html =
                new String(Part.ours("docs.html", "").content(), StandardCharsets.UTF_8)
                        .replace("{{folder}}", isFolder ? "" : "docs/")
                        .replace("{{root}}", isFolder ? "../" : "");
        protect(call);
        call.send("text/html; charset=utf-8", html.getBytes(StandardCharsets.UTF_8));
    }

    void part(Call call) {
        var part = PARTS.get(call.path("file"));
        if (part == null) {
            throw new Failure.Missing("Not found.");
        }
        protect(call);
        call.setHeader("Cache-Control", "public, max-age=3600");
        call.send(part.contentType(), part.content());
    }

    private static void protect(Call call) {
        call.setHeader("Content-Security-Policy", POLICY);
        call.setHeader("X-Content-Type-Options", "nosniff");
        call.setHeader("Referrer-Policy", "no-referrer");
    }
}
