package io.gatehouse.service.configuration;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Banks that a review tool makes have the category that the operator set: one that is none is refused at the start. */
class HmaCategoryTest {
    @Test
    void aCategoryThatIsNoneIsRefusedWithTheList() {
        assertThatThrownBy(() -> new GatehouseProperties.Hma("DSA Art. 16", "tool", "terrorism", List.of(), false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("gatehouse.hma.category must be one of harassment, ")
                .hasMessageEndingWith(": terrorism");
    }
}
