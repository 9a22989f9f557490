/// Extraction by a language model: [LlmExtractor] asks, [ExtractionPrompt] words the question,
/// [AnswerLadder] finds the answer in whatever comes back, [CandidateReading] believes as much of
/// it as can be checked. The prompt is a text resource with a version in its name; a new wording is
/// a new file. When the model cannot do it, the rules extractor of core does.
@NullMarked
package dev.keepsake.models.extract;

import org.jspecify.annotations.NullMarked;
