/// What users think of single memories. Enters: a verdict, a reason, or both taken back. Leaves:
/// weights for the ranking, and reasons for the extractor. Feedback never hides a memory, is not
/// part of its history, and does not outlive its text.
@NullMarked
package dev.keepsake.feedback;

import org.jspecify.annotations.NullMarked;
