/// The nouns of the core as JSON text: how storages keep them, and how dumps tell them.
@NullMarked
package dev.keepsake.storage.document;

import org.jspecify.annotations.NullMarked;
