package io.gatehouse.tuning;

import static io.gatehouse.tuning.MiniLm.SIZE;

/**
 * What the first layer reads of a piece and its place. Never learned: the table is half of the encoder's file, and stays in its jar.
 * Immutable.
 */
final class Embeddings {
    private final float[] words;
    private final float[] places;
    private final float[] kind;
    private final float[] gain;
    private final float[] bias;

    Embeddings(MiniLm file) {
        words = file.table("embeddings.word_embeddings.weight");
        places = file.table("embeddings.position_embeddings.weight");
        kind = file.table("embeddings.token_type_embeddings.weight");
        gain = file.vector("embeddings.LayerNorm.weight");
        bias = file.vector("embeddings.LayerNorm.bias");
    }

    /** Writes the numbers of one piece. */
    void write(long piece, int place, float[] into, int at) {
        int word = (int) piece * SIZE;
        double sum = 0;
        for (int i = 0; i < SIZE; i++) {
            into[at + i] = words[word + i] + kind[i] + places[place * SIZE + i];
            sum += into[at + i];
        }
        float mean = (float) (sum / SIZE);
        double squares = 0;
        for (int i = 0; i < SIZE; i++) {
            into[at + i] -= mean;
            squares += into[at + i] * into[at + i];
        }
        float scale = (float) (1 / Math.sqrt(squares / SIZE + MiniLm.EPSILON));
        for (int i = 0; i < SIZE; i++) into[at + i] = into[at + i] * scale * gain[i] + bias[i];
    }
}
