/// Language models behind [dev.keepsake.model.ChatModel]: one class per kind of endpoint. Retries,
/// prompts and the reading of answers are not here; a provider only carries one question and sorts
/// what went wrong. Neither keys nor texts are ever logged or put into a failure's message.
@NullMarked
package dev.keepsake.models.chat;

import org.jspecify.annotations.NullMarked;
