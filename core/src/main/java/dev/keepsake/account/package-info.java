@NullMarked
package dev.keepsake.account;

import org.jspecify.annotations.NullMarked;
