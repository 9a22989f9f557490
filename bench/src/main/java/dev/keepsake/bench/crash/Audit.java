package dev.keepsake.bench.crash;

import dev.keepsake.bench.server.MemoryApi;
import dev.keepsake.bench.server.MemoryApi.Event;
import dev.keepsake.bench.server.MemoryApi.Remembered;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Compares what the server holds after a restart with what the clients were told. What was open
/// when the server died is settled by what is found now, and may not change again.
final class Audit {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final MemoryApi api;
    private final List<Ledger> ledgers;
    private final List<String> problems = new ArrayList<>();
    private Map<String, Remembered> byId = Map.of();
    private Map<String, List<Remembered>> byUserAndText = Map.of();
    private Map<String, Event> events = Map.of();

    Audit(MemoryApi api, List<Ledger> ledgers) {
        this.api = api;
        this.ledgers = ledgers;
    }

    /// @return what is wrong; empty when the server kept its word
    List<String> run() throws IOException, InterruptedException {
        awaitQuiet();
        read();
        nothingStoredTwice();
        for (var ledger : ledgers) {
            facts(ledger);
            acceptedEvents(ledger);
        }
        sharedTexts();
        everyMemoryComesFromOneEvent();
        searchAgrees();
        return problems;
    }

    /// Work that was accepted before the crash is done now.
    private void awaitQuiet() throws IOException, InterruptedException {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        for (var status : List.of("PENDING", "RUNNING")) {
            while (api.countEvents("status=" + status) > 0) {
                if (System.nanoTime() > deadline) {
                    problems.add("after a minute there are still events that are " + status);
                    return;
                }
                Thread.sleep(20);
            }
        }
    }

    private void read() throws IOException, InterruptedException {
        var memories = api.list(Map.of("user_id", "*"));
        byId = new HashMap<>();
        for (var memory : memories) {
            if (byId.put(memory.id(), memory) != null) {
                problems.add("listed twice: " + memory);
            }
        }
        byUserAndText =
                memories.stream().collect(Collectors.groupingBy(m -> key(m.user(), m.text())));
        events =
                api.events("event_type=ADD").stream()
                        .collect(Collectors.toMap(Event::id, Function.identity()));
    }

    private static String key(String user, String text) {
        return user + "\n" + text;
    }

    private boolean isStored(String user, String text) {
        return byUserAndText.containsKey(key(user, text));
    }

    private void nothingStoredTwice() {
        byUserAndText.values().stream()
                .filter(same -> same.size() > 1)
                .forEach(same -> problems.add("stored more than once: " + same));
    }

    private void facts(Ledger ledger) {
        var facts = ledger.facts();
        for (int at = 0; at < facts.size(); at++) {
            switch (facts.get(at)) {
                case Fact.Present fact -> requireText(fact.id(), fact.user(), fact.text());
                case Fact.Gone(_, var id) -> {
                    if (byId.containsKey(id)) {
                        problems.add("deleted, and back again: " + byId.get(id));
                    }
                }
                case Fact.Never(var user, var texts) ->
                        texts.stream()
                                .filter(text -> isStored(user, text))
                                .forEach(text ->
                                        problems.add("was not stored, and now it is: " + text));
                case Fact.Sent fact -> ledger.resolve(at, sent(fact));
                case Fact.Changing fact -> ledger.resolve(at, List.of(changing(fact)));
                case Fact.Leaving fact -> ledger.resolve(at, List.of(leaving(fact)));
            }
        }
    }

    private void requireText(String id, String user, String text) {
        var memory = byId.get(id);
        if (memory == null) {
            problems.add("lost: " + id + " of " + user + ", " + text);
        } else if (!memory.text().equals(text) || !memory.user().equals(user)) {
            problems.add("changed: " + memory + " should be " + text);
        }
    }

    private List<? extends Fact> sent(Fact.Sent fact) {
        List<Fact> stored = new ArrayList<>();
        for (var text : fact.texts()) {
            byUserAndText
                    .getOrDefault(key(fact.user(), text), List.of())
                    .forEach(
                            memory -> stored.add(new Fact.Present(fact.user(), memory.id(), text)));
        }
        if (stored.isEmpty()) {
            return List.of(new Fact.Never(fact.user(), fact.texts()));
        }
        if (stored.size() < fact.texts().size()) {
            problems.add("stored in part: " + fact + ", found " + stored);
        }
        return stored;
    }

    private Fact changing(Fact.Changing fact) {
        var memory = byId.get(fact.id());
        if (memory == null) {
            problems.add("lost while it was changed: " + fact);
            return new Fact.Gone(fact.user(), fact.id());
        }
        if (!memory.text().equals(fact.before()) && !memory.text().equals(fact.after())) {
            problems.add("neither before nor after: " + memory + ", " + fact);
        }
        return new Fact.Present(fact.user(), fact.id(), memory.text());
    }

    private Fact leaving(Fact.Leaving fact) {
        if (!byId.containsKey(fact.id())) {
            return new Fact.Gone(fact.user(), fact.id());
        }
        requireText(fact.id(), fact.user(), fact.text());
        return new Fact.Present(fact.user(), fact.id(), fact.text());
    }

    private void acceptedEvents(Ledger ledger) {
        for (var id : ledger.events()) {
            var event = events.get(id);
            if (event == null) {
                problems.add("an accepted event is gone: " + id);
            } else if (!event.status().equals("SUCCEEDED")) {
                problems.add("an accepted event is not done: " + event);
            } else if (event.results().isEmpty()) {
                problems.add("an accepted event made nothing: " + event);
            }
        }
    }

    private void sharedTexts() {
        Map<Ledger.Shared, Set<String>> ids = new HashMap<>();
        for (var ledger : ledgers) {
            ledger.shared()
                    .forEach((text, told) ->
                            ids.computeIfAbsent(text, _ -> new HashSet<>()).addAll(told));
        }
        ids.forEach((text, told) -> {
            if (told.size() > 1) {
                problems.add("one text, several ids: " + text + ", " + told);
            }
            told.forEach(id -> requireText(id, text.user(), text.text()));
        });
    }

    /// Whatever is stored was stored once: each memory is the `ADD` result of exactly one event.
    private void everyMemoryComesFromOneEvent() {
        Map<String, Integer> times = new HashMap<>();
        for (var event : events.values()) {
            for (var result : event.results()) {
                if (result.isNew()) {
                    times.merge(result.id(), 1, Integer::sum);
                }
            }
        }
        times.forEach((id, count) -> {
            if (count > 1) {
                problems.add(count + " events added memory " + id);
            }
        });
        byId.values().stream()
                .filter(memory -> !times.containsKey(memory.id()))
                .forEach(memory -> problems.add("no event added " + memory));
    }

    /// Search finds every listed memory, and nothing else.
    private void searchAgrees() throws IOException, InterruptedException {
        var byUser =
                byId.values().stream()
                        .collect(
                                Collectors.groupingBy(
                                        Remembered::user, TreeMap::new, Collectors.toList()));
        for (var each : byUser.entrySet()) {
            var ids = each.getValue().stream().map(Remembered::id).toList();
            for (int from = 0; from < ids.size(); from += MemoryApi.MOST) {
                var some = ids.subList(from, Math.min(ids.size(), from + MemoryApi.MOST));
                var found =
                        search(
                                Map.of(
                                        "AND",
                                        List.of(
                                                Map.of("user_id", each.getKey()),
                                                Map.of("memory_ids", some))));
                some.stream()
                        .filter(id -> !found.contains(id))
                        .forEach(id -> problems.add("search does not find " + byId.get(id)));
            }
            for (var id : search(Map.of("user_id", each.getKey()))) {
                if (!byId.containsKey(id)) {
                    problems.add(
                            "search finds " + id + ", which is not listed; get: " + api.find(id));
                }
            }
        }
        for (var ledger : ledgers) {
            goneFromSearch(ledger);
        }
    }

    private void goneFromSearch(Ledger ledger) throws IOException, InterruptedException {
        var gone =
                ledger.facts().stream()
                        .filter(Fact.Gone.class::isInstance)
                        .map(fact -> ((Fact.Gone) fact).id())
                        .toList()
                        .reversed();
        var latest = gone.subList(0, Math.min(gone.size(), MemoryApi.MOST));
        if (!latest.isEmpty()) {
            search(Map.of("AND", List.of(Map.of("user_id", "*"), Map.of("memory_ids", latest))))
                    .forEach(id -> problems.add("search finds the deleted " + id));
            if (api.find(latest.getFirst()).isPresent()) {
                problems.add("get finds the deleted " + latest.getFirst());
            }
        }
    }

    private Set<String> search(Map<String, Object> filters)
            throws IOException, InterruptedException {
        return api
                .search(
                        Map.of(
                                "query",
                                "Who noted which fact?",
                                "filters",
                                filters,
                                "top_k",
                                MemoryApi.MOST,
                                "threshold",
                                0))
                .stream()
                .map(Remembered::id)
                .collect(Collectors.toSet());
    }
}
