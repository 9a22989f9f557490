package dev.keepsake.model;

import dev.keepsake.failure.Failure;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A language model that answers one question at a time. Safe for many threads; makes no retries of
/// its own.
public interface ChatModel {

    /// Provider and model, as shown in events and metrics.
    String name();

    /// @throws Failure.ModelFailed on a time-out, a refusal by status, or an unusable transport
    ///   answer
    Reply ask(Ask ask);

    /// @param purpose who wants to know, and what for: whoever pays is told
    /// @param schema a JSON Schema (plain JSON values) that the answer should follow, where the
    ///   provider can; or null
    /// @param pictures that the question is about; only models that see take any
    record Ask(
            Purpose purpose,
            String system,
            String user,
            @Nullable Map<String, Object> schema,
            List<Picture> pictures) {

        public Ask {
            pictures = List.copyOf(pictures);
        }

        /// A question in words alone.
        public Ask(
                Purpose purpose, String system, String user, @Nullable Map<String, Object> schema) {
            this(purpose, system, user, schema, List.of());
        }
    }

    /// @param mediaType such as `image/png`
    /// @param bytes not to be changed any more
    record Picture(String mediaType, byte[] bytes) {

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Picture(var type, var content)
                    && mediaType.equals(type)
                    && Arrays.equals(bytes, content);
        }

        @Override
        public int hashCode() {
            return 31 * mediaType.hashCode() + Arrays.hashCode(bytes);
        }

        @Override
        public String toString() {
            return "Picture[" + mediaType + ", " + bytes.length + " bytes]";
        }
    }

    /// @param text the answer as it came
    /// @param inputTokens as the provider counted; 0 when it did not say
    /// @param outputTokens as the provider counted; 0 when it did not say
    /// @param isCut whether the answer ended because it became too long, so that its end is missing
    record Reply(String text, long inputTokens, long outputTokens, boolean isCut) {

        /// A whole answer.
        public static Reply of(String text, long inputTokens, long outputTokens) {
            return new Reply(text, inputTokens, outputTokens, false);
        }
    }
}
