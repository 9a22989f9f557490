package dev.keepsake.bench.retrieval;

import dev.keepsake.bench.retrieval.Corpus.Turn;
import dev.keepsake.bench.server.Add;
import dev.keepsake.bench.server.Message;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// One add: consecutive turns of one session, or part of them where they are too many or too long
/// for one call. Pure.
///
/// @param session counts from 1 within the store; the parts of a session share it
/// @param time of the session
record ImportCall(int session, String time, List<Piece> pieces) {

    /// A text to be stored and the turn that it is, or is part of.
    record Piece(Turn turn, String text) {}

    /// What the server takes in one call.
    ///
    /// @param chars of one message
    /// @param bytes of all texts together, in UTF-8
    record Limits(int messages, int chars, int bytes) {
        static final Limits OF_THE_SERVER = new Limits(500, 100_000, 1 << 20);
    }

    /// Every text of the turns, in order, as calls. A session is a run of consecutive turns with
    /// equal time. Blank turns are left out, because the server stores nothing for them.
    static List<ImportCall> plan(List<Turn> turns, Limits limits) {
        List<ImportCall> calls = new ArrayList<>();
        int session = 0;
        for (int from = 0; from < turns.size(); ) {
            int to = from + 1;
            while (to < turns.size() && turns.get(to).time().equals(turns.get(from).time())) {
                to++;
            }
            session++;
            split(session, turns.subList(from, to), limits, calls);
            from = to;
        }
        return calls;
    }

    private static void split(
            int session, List<Turn> turns, Limits limits, List<ImportCall> calls) {
        List<Piece> open = new ArrayList<>();
        long bytes = 0;
        for (var piece : pieces(turns, limits)) {
            int size = piece.text().getBytes(StandardCharsets.UTF_8).length;
            if (open.size() == limits.messages || bytes + size > limits.bytes) {
                close(session, open, calls);
                open = new ArrayList<>();
                bytes = 0;
            }
            open.add(piece);
            bytes += size;
        }
        close(session, open, calls);
    }

    private static void close(int session, List<Piece> pieces, List<ImportCall> calls) {
        if (!pieces.isEmpty()) {
            calls.add(new ImportCall(session, pieces.getFirst().turn().time(), pieces));
        }
    }

    private static List<Piece> pieces(List<Turn> turns, Limits limits) {
        List<Piece> pieces = new ArrayList<>();
        for (var turn : turns) {
            for (var text : cut(turn.text(), limits.chars)) {
                if (!text.isBlank()) {
                    pieces.add(new Piece(turn, text));
                }
            }
        }
        return pieces;
    }

    /// Parts of at most `most` characters, cut after white space where there is some in the second
    /// half of a part, and never within a character of two units.
    static List<String> cut(String text, int most) {
        List<String> parts = new ArrayList<>();
        int from = 0;
        while (text.length() - from > most) {
            int to = from + most;
            while (to > from + most / 2 && !Character.isWhitespace(text.charAt(to - 1))) {
                to--;
            }
            if (!Character.isWhitespace(text.charAt(to - 1))) {
                to = from + most;
                to -= Character.isHighSurrogate(text.charAt(to - 1)) ? 1 : 0;
            }
            parts.add(text.substring(from, to));
            from = to;
        }
        parts.add(text.substring(from));
        return parts;
    }

    Add toAdd(String user) {
        var messages =
                pieces.stream()
                        .map(piece ->
                                new Message(piece.turn.role(), piece.turn.speaker(), piece.text))
                        .toList();
        var ids = pieces.stream().map(piece -> piece.turn.id()).distinct().toList();
        return new Add(
                user, "session-" + session, messages, time, null, Map.of("message_ids", ids));
    }

    /// For the server to make memories of. Whoever has a name is a person, so both sides of a chat
    /// between two people speak as users; one who is called by a role is that role and has no name.
    Add toInferredAdd(String user) {
        var messages =
                pieces.stream()
                        .map(piece ->
                                isRole(piece.turn.speaker())
                                        ? new Message(piece.turn.role(), null, piece.text)
                                        : new Message("user", piece.turn.speaker(), piece.text))
                        .toList();
        return Add.observed(user, time, messages);
    }

    private static boolean isRole(String speaker) {
        return speaker.equals("user") || speaker.equals("assistant");
    }
}
