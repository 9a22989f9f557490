/// Values against JSON Schemas that come from anywhere: nothing is fetched, and no pattern takes
/// for ever.
@NullMarked
package dev.keepsake.models.schema;

import org.jspecify.annotations.NullMarked;
