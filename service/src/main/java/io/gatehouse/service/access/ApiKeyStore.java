package io.gatehouse.service.access;

import java.util.List;
import java.util.Optional;

/** Where keys are kept. Shared by every process of the installation. */
interface ApiKeyStore {
    Optional<ApiKey> find(String id);

    /** In order of creation. */
    List<ApiKey> all();

    /** Adds a key, or replaces one of the same id. */
    void put(ApiKey key);

    /** @return false when there was no such key */
    boolean delete(String id);
}
