package dev.keepsake.ingest;

import dev.keepsake.memory.Message;
import java.util.List;

/// Tells a run without a language model (engine contract 16.12): what was asked, how many steps
/// there were and where they ended, and then each step with what came of it, word for word. Pure.
public final class StepList implements ProcedureWriter {

    private static final int MOST_OF_A_LINE = 300;

    @Override
    public Procedure write(Run run) {
        var steps = new Steps();
        run.messages().forEach(steps::add);
        List<String> warnings =
                run.instructions() == null
                        ? List.of()
                        : List.of("custom_instructions have no effect without a language model");
        return new Procedure(
                header(run.messages(), steps) + steps.text(), RulesExtractor.NAME, warnings);
    }

    private static String header(List<Message> messages, Steps steps) {
        var objective =
                messages.stream()
                        .filter(message -> message.role().equals("user"))
                        .findFirst()
                        .map(message -> message.content().strip())
                        .orElse("not stated");
        return "Task objective: %s\nProgress: %s, %s\nCurrent context: %s"
                .formatted(
                        objective,
                        counted(steps.count, "step"),
                        counted(steps.results, "tool result"),
                        line(messages.getLast().content()));
    }

    private static String counted(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    /// In one line, and not a long one: the whole follows below.
    private static String line(String text) {
        var flat = text.strip().replaceAll("\\s+", " ");
        if (flat.length() <= MOST_OF_A_LINE) {
            return flat;
        }
        var end = flat.lastIndexOf(' ', MOST_OF_A_LINE);
        if (end <= 0) {
            end =
                    Character.isHighSurrogate(flat.charAt(MOST_OF_A_LINE - 1))
                            ? MOST_OF_A_LINE - 1
                            : MOST_OF_A_LINE;
        }
        return flat.substring(0, end) + " …";
    }

    /// The run as text so far. A step begins with what the agent says; what tools give back without
    /// that is a step of its own. For one thread.
    private static final class Steps {
        private final StringBuilder text = new StringBuilder();
        private int count;
        private int results;
        private boolean hasObjective;
        private boolean isOpen;

        void add(Message message) {
            switch (message.role()) {
                case "system" -> {}
                case "user" -> {
                    // the first is the objective
                    if (hasObjective) {
                        paragraph("User: " + message.content());
                        isOpen = false;
                    }
                    hasObjective = true;
                }
                case "assistant" -> {
                    begin();
                    text.append(message.content());
                    isOpen = true;
                }
                default -> {
                    if (!isOpen) {
                        begin();
                        isOpen = true;
                    } else {
                        text.append('\n');
                    }
                    results++;
                    text.append(message.name() == null ? "Result" : "Result of " + message.name())
                            .append(": ")
                            .append(message.content());
                }
            }
        }

        private void begin() {
            count++;
            paragraph(count + ". ");
        }

        private void paragraph(String start) {
            text.append(text.isEmpty() ? "\n\n" : "\n").append(start);
        }

        String text() {
            return text.toString();
        }
    }
}
