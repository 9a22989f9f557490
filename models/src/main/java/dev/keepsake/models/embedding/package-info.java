/// Texts in, vectors out. [OnnxEmbedder] runs a model that ships inside a jar in this process;
/// [OpenAiEmbedder] asks an endpoint over HTTP. Both give vectors of unit length and name the model
/// and its calibration in one id, because vectors of different ids are never compared.
///
/// The journey of a text in this process: [WordPieces] splits it in the caller's thread,
/// [EmbeddingPool] puts it in a batch together with texts of other callers, [OnnxSession] runs the
/// batch on a worker thread. Nothing here reaches out to a network except [OpenAiEmbedder].
@NullMarked
package dev.keepsake.models.embedding;

import org.jspecify.annotations.NullMarked;
