package io.gatehouse.jobs.report.table;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** How wide the columns of a table are on paper. Pure. */
final class PdfColumns {
    private static final float NARROWEST = 40;

    private PdfColumns() {}

    /** As wide as what is in them, and all of them as wide as the page at most: long texts give way, numbers and codes do not. */
    static float[] widths(PdfPaper paper, List<Column> columns, List<String> header, List<List<String>> rows)
            throws IOException {
        float[] widths = new float[columns.size()];
        float numbers = 0;
        float all = 0;
        var texts = new ArrayList<Integer>();
        for (int i = 0; i < widths.length; i++) {
            for (var row : rows) widths[i] = Math.max(widths[i], paper.width(row.get(i), FigurePdf.CELL));
            float word = 0;
            for (String each : header.get(i).split(" ", -1)) word = Math.max(word, paper.width(each, FigurePdf.CELL));
            widths[i] = Math.max(Math.max(widths[i], word), NARROWEST) + FigurePdf.GAP;
            all += widths[i];
            if (columns.get(i).kind().isNumber()) numbers += widths[i];
            else texts.add(i);
        }
        if (all <= PdfPaper.WIDTH) return widths;
        float left = PdfPaper.WIDTH - numbers;
        if (left >= (all - numbers) / 4 || left >= texts.size() * NARROWEST) narrow(widths, texts, left);
        else for (int i = 0; i < widths.length; i++) widths[i] *= PdfPaper.WIDTH / all;
        return widths;
    }

    /** What needs less than an equal part keeps what it has; the others share the rest alike. */
    private static void narrow(float[] widths, List<Integer> columns, float width) {
        var wide = new ArrayList<>(columns);
        float left = width;
        while (!wide.isEmpty()) {
            float part = left / wide.size();
            var fits = wide.stream().filter(i -> widths[i] <= part).toList();
            if (fits.isEmpty()) {
                for (int i : wide) widths[i] = part;
                return;
            }
            for (int i : fits) left -= widths[i];
            wide.removeAll(fits);
        }
    }
}
