/// What memories are about, in a few labels each. A [Catalog] says which labels there are: the one
/// of the call, else of the project, else the shipped one. A [Classifier] finds those that fit a
/// statement; [Labelling] is where everything that writes memories gets them. Labels enter a memory
/// in the transaction that stores its text; nothing here stores anything.
@NullMarked
package dev.keepsake.category;

import org.jspecify.annotations.NullMarked;
