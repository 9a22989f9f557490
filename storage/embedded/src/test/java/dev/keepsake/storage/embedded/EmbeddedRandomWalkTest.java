package dev.keepsake.storage.embedded;

import dev.keepsake.storage.Storage;
import dev.keepsake.storage.testkit.FixedClock;
import dev.keepsake.storage.testkit.RandomWalkContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedRandomWalkTest implements RandomWalkContract {

    private final FixedClock clock = new FixedClock();
    private final Storage storage;

    EmbeddedRandomWalkTest(@TempDir Path folder) {
        storage = EmbeddedStorage.open(folder, clock);
    }

    @Override
    public Storage storage() {
        return storage;
    }

    @Override
    public FixedClock clock() {
        return clock;
    }
}
