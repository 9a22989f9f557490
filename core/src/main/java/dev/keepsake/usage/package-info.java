/// What language models cost, by project: [MeteredModel] sees every answer, [UsageBook] writes it
/// down and shows it. No text enters here, only counts.
@NullMarked
package dev.keepsake.usage;

import org.jspecify.annotations.NullMarked;
