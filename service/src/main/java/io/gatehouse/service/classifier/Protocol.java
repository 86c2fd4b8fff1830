package io.gatehouse.service.classifier;

import io.gatehouse.moderation.signal.Category;
import io.gatehouse.service.configuration.GatehouseProperties;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How a classifier is asked and what it answers, both JSON. */
enum Protocol {
    /**
     * Our own: {@code {"classifier", "language", "texts": [...]}} is answered by {@code {"scores": [{"hate": 0.1, ...}, ...]}}, one
     * object for each text, with every category of the classifier's description.
     */
    GATEHOUSE("scores", "") {
        @Override
        Map<String, Object> question(String classifier, String language, List<String> texts) {
            var question = new LinkedHashMap<String, Object>();
            question.put("classifier", classifier);
            question.put("language", language);
            question.put("texts", texts);
            return question;
        }
    },
    /** The OpenAI moderation contract, which many servers speak, this one among them. */
    OPENAI("results", "category_scores") {
        @Override
        Map<String, Object> question(String classifier, String language, List<String> texts) {
            return Map.of("input", texts);
        }
    };

    private static final JsonMapper JSON = JsonMapper.shared();

    private final String list;
    private final String inside;

    Protocol(String list, String inside) {
        this.list = list;
        this.inside = inside;
    }

    static Protocol of(GatehouseProperties.ClassifierProtocol configured) {
        return switch (configured) {
            case GATEHOUSE -> GATEHOUSE;
            case OPENAI -> OPENAI;
        };
    }

    abstract Map<String, Object> question(String classifier, String language, List<String> texts);

    byte[] write(String classifier, String language, List<String> texts) {
        return JSON.writeValueAsBytes(question(classifier, language, texts));
    }

    /** The answer is not what was agreed on; nothing of it is in the message, since it may quote the text. */
    static final class NotUnderstoodException extends RuntimeException {
        private static final long serialVersionUID = 1;

        NotUnderstoodException(String sentence) {
            super(sentence);
        }
    }

    /**
     * The highest score of each category over all texts. What is missing is not zero: an answer without one of the categories is
     * refused as a whole.
     *
     * @throws NotUnderstoodException when it is not one object of scores for each text
     */
    Map<Category, Double> read(byte[] answer, int texts, Set<Category> categories) {
        var highest = new EnumMap<Category, Double>(Category.class);
        for (JsonNode each : scored(answer, texts))
            for (Category category : categories) {
                JsonNode score = each.path(category.wireName());
                double value = score.isNumber() ? score.doubleValue() : Double.NaN;
                if (!(value >= 0 && value <= 1))
                    throw new NotUnderstoodException("no score from 0 to 1 for " + category.wireName());
                highest.merge(category, value, Math::max);
            }
        return highest;
    }

    private List<JsonNode> scored(byte[] answer, int texts) {
        try {
            var scored = new ArrayList<JsonNode>();
            for (JsonNode each : JSON.readTree(answer).path(list).values())
                scored.add(inside.isEmpty() ? each : each.path(inside));
            if (scored.size() == texts) return scored;
            throw new NotUnderstoodException(scored.size() + " answers to " + texts + " texts");
        } catch (JacksonException _) {
            throw new NotUnderstoodException("no JSON");
        }
    }
}
