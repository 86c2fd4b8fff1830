package io.gatehouse.service.fact;

import org.junit.jupiter.api.AfterEach;

class InProcessFactStoreTest extends FactStoreContract {
    private final FactStore store = new InProcessFactStore();

    @Override
    FactStore store() {
        return store;
    }

    @AfterEach
    void close() {
        store.close();
    }
}
