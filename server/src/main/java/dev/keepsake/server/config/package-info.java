/// What the operator decides. A file and the environment enter, one checked [Configuration] leaves:
/// one record for each room, every setting declared once, where it is read, with its default and
/// meaning. Nothing else in Keepsake reads the environment.
@NullMarked
package dev.keepsake.server.config;

import org.jspecify.annotations.NullMarked;
