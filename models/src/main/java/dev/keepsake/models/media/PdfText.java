package dev.keepsake.models.media;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Reads the text of PDFs by [PdfReader], in a process of its own: a file of a few kilobytes can
/// unfold to gigabytes or keep a parser busy for ever, and a thread cannot be stopped from outside.
/// The process has little memory, is ended when its time is over, and costs about a second. Safe
/// for many threads.
public final class PdfText {

    private static final List<String> OPTIONS =
            List.of(
                    "-Xmx256m",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-XX:-UsePerfData",
                    "-Xshare:auto",
                    "-Djava.awt.headless=true");

    private final Duration within;

    /// @param within what one document may take
    public PdfText(Duration within) {
        this.within = within;
    }

    /// @param most characters; the text is cut behind them
    /// @throws UnreadableMedia when it is no PDF, protected, without text, or too much work
    String of(byte[] pdf, int most) throws UnreadableMedia {
        Process process = null;
        try {
            process = started(most);
            return text(process, pdf);
        } catch (IOException | ExecutionException failed) {
            throw new UnreadableMedia("could not be read");
        } catch (TimeoutException late) {
            throw new UnreadableMedia("took too long to read");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new UnreadableMedia("the server stopped");
        } finally {
            if (process != null) {
                process.destroyForcibly();
            }
        }
    }

    private Process started(int most) throws IOException {
        var command = new java.util.ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(OPTIONS);
        command.addAll(
                List.of(
                        "-cp",
                        System.getProperty("java.class.path"),
                        PdfReader.class.getName(),
                        String.valueOf(most),
                        String.valueOf(within.toMillis())));
        var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        // the server's own options and secrets are none of its business
        builder.environment().clear();
        return builder.start();
    }

    private String text(Process process, byte[] pdf)
            throws InterruptedException, ExecutionException, TimeoutException, UnreadableMedia {
        var end = System.nanoTime() + within.toNanos();
        var written =
                CompletableFuture.runAsync(() -> write(process, pdf), Thread::startVirtualThread);
        var read = CompletableFuture.supplyAsync(() -> read(process), Thread::startVirtualThread);
        var answer = read.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (!process.waitFor(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
            throw new TimeoutException();
        }
        written.cancel(true);
        return switch (process.exitValue()) {
            case PdfReader.DONE -> answer;
            case PdfReader.REFUSED -> throw new UnreadableMedia(answer);
            default -> throw new UnreadableMedia("could not be read within the limits of memory");
        };
    }

    private static void write(Process process, byte[] pdf) {
        try (OutputStream in = process.getOutputStream()) {
            in.write(pdf);
        } catch (IOException ended) {
            // it did not want to know more; its answer says why
        }
    }

    private static String read(Process process) {
        try (var out = process.getInputStream()) {
            return new String(out.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }
}
