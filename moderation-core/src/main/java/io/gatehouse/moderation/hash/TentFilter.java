package io.gatehouse.moderation.hash;

/**
 * A picture's brightness brought to 64 by 64 values: two box filters along rows and columns in turn, then one value of each
 * 64th. The reference's sums are taken in its order, so that every float is the same; what is written is only what the next
 * step reads. Rows are filtered many at once, a column of the tile being contiguous, which suits vector instructions. Keeps its
 * arrays: use one in each thread.
 */
final class TentFilter {
    static final int SIDE = 64;

    /** Rows filtered at once: a tile of 512 columns fits the second-level cache. */
    private static final int TILE = 32;

    /** Columns turned at once: that much of a tile fits the first-level cache. */
    private static final int BLOCK = 32;

    private final Boxes boxes;
    private final int width;
    private final int height;
    private final int[] sampledColumns;
    private final int[] sampledRows;
    private final float[] across;
    private final float[] tile;
    private final float[] filteredTile;
    private final float[] read;
    private final float[] down;
    private final float[] sums;
    private final float[] narrow;
    private final int rowWindow;
    private final int columnWindow;

    TentFilter(int width, int height, Boxes boxes) {
        this.boxes = boxes;
        this.width = width;
        this.height = height;
        sampledColumns = sampled(width);
        sampledRows = sampled(height);
        across = new float[width * height];
        tile = new float[width * TILE];
        filteredTile = new float[width * TILE];
        read = new float[width * TILE];
        down = new float[width * TILE];
        sums = new float[width];
        narrow = new float[SIDE * height];
        rowWindow = window(width);
        columnWindow = window(height);
    }

    /** Centres of the 64 parts of a length. */
    private static int[] sampled(int length) {
        var indexes = new int[SIDE];
        for (int i = 0; i < SIDE; i++) indexes[i] = (int) ((i + 0.5) * length / SIDE);
        return indexes;
    }

    /** A 128th of the length, rounded up: two passes together reach over a 64th. */
    private static int window(int length) {
        return (length + 2 * SIDE - 1) / (2 * SIDE);
    }

    /**
     * @param luma asked for each row once, from the first on
     * @return 64 rows of 64 values
     */
    float[] apply(LumaRows luma) {
        // How far the second filter looks ahead of the row that it makes.
        int ahead = (columnWindow + 2) / 2 - 1;
        int made = 0;
        // Tile by tile, each row being used while it still is in the cache.
        for (int row = 0; row < height; row += TILE) {
            int rows = Math.min(TILE, height - row);
            for (int r = 0; r < rows; r++) luma.read(row + r, read, r * width);
            turnIn(read, rows);
            boxes.means(tile, filteredTile, width, TILE, rowWindow);
            turnOut(across, row, rows);
            int ready = row + rows == height ? height : row + rows - ahead;
            for (; made < ready; made++) {
                boxes.step(across, made, height, columnWindow, sums, down, made % TILE * width);
                if (made % TILE == TILE - 1 || made == height - 1) narrow(made - made % TILE, made % TILE + 1);
            }
        }
        return sampledDown();
    }

    /** Of the second passes only 64 columns, and of these 64 rows, are ever read. */
    private void narrow(int firstRow, int rows) {
        turnIn(down, rows);
        boxes.means(tile, filteredTile, width, TILE, rowWindow);
        for (int r = 0; r < rows; r++)
            for (int i = 0; i < SIDE; i++)
                narrow[(firstRow + r) * SIDE + i] = filteredTile[sampledColumns[i] * TILE + r];
    }

    private float[] sampledDown() {
        var small = new float[SIDE * SIDE];
        var sum = new float[SIDE];
        var mean = new float[SIDE];
        for (int row = 0, next = 0; next < SIDE; row++) {
            boxes.step(narrow, row, height, columnWindow, sum, mean, 0);
            // A picture of fewer rows has some of them twice.
            for (; next < SIDE && sampledRows[next] == row; next++) System.arraycopy(mean, 0, small, next * SIDE, SIDE);
        }
        return small;
    }

    private void turnIn(float[] from, int rows) {
        for (int x = 0; x < width; x += BLOCK) {
            int end = Math.min(width, x + BLOCK);
            for (int r = 0; r < rows; r++) {
                int at = r * width;
                for (int i = x; i < end; i++) tile[i * TILE + r] = from[at + i];
            }
        }
    }

    private void turnOut(float[] to, int firstRow, int rows) {
        for (int x = 0; x < width; x += BLOCK) {
            int end = Math.min(width, x + BLOCK);
            for (int r = 0; r < rows; r++) {
                int at = (firstRow + r) * width;
                for (int i = x; i < end; i++) to[at + i] = filteredTile[i * TILE + r];
            }
        }
    }
}
