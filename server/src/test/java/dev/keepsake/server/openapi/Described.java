package dev.keepsake.server.openapi;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// The description as tests look at it.
final class Described {

    static final Map<String, Object> DOCUMENT =
            Description.read("1.2.3").document("http://127.0.0.1:8888");

    private Described() {}

    /// @param path as it is written, with the slash at its end
    /// @param content of the operation object
    record Operation(String method, String path, Map<String, Object> content) {

        /// As an endpoint is named: the path without the slash.
        String name() {
            return method + " " + path.replaceFirst("(?<=.)/$", "");
        }

        /// The sets of schemes of which one is enough.
        List<Set<String>> security() {
            var own = content.containsKey("security") ? content : DOCUMENT;
            return Description.list(own, "security").stream()
                    .map(each -> Objects.requireNonNull(Description.object(each)).keySet())
                    .<Set<String>>map(Set::copyOf)
                    .toList();
        }
    }

    static List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        var paths = Description.member(DOCUMENT, "paths");
        for (var path : paths.keySet()) {
            var item = Description.member(paths, path);
            for (var method : item.keySet()) {
                if (Completion.METHODS.contains(method)) {
                    operations.add(
                            new Operation(
                                    method.toUpperCase(Locale.ROOT),
                                    path,
                                    Description.member(item, method)));
                }
            }
        }
        return operations;
    }
}
