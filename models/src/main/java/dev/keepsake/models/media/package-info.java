/// Pictures and documents to words. What enters: a part of a message, as a link, a data URI or
/// base64. What leaves: text, or the reason why there is none. What never happens here: a document
/// that takes the server down; PDFs are read by a process of their own, with little memory and
/// little time.
@NullMarked
package dev.keepsake.models.media;

import org.jspecify.annotations.NullMarked;
