@NullMarked
package dev.keepsake.ingest;

import org.jspecify.annotations.NullMarked;
