package io.gatehouse.service.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HashCommandTest {
    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void printsALineForEachPictureAndNamesWhatItCannotHash() throws IOException {
        var picture = picture(directory.resolve("a picture.png"));
        var text = Files.writeString(directory.resolve("text.jpg"), "no picture");
        var missing = directory.resolve("missing.png");
        assertThat(run(picture.toString(), text.toString(), missing.toString(), picture.toString()))
                .isEqualTo(GatehouseCommand.COULD_NOT);
        assertThat(out.toString().lines())
                .hasSize(2)
                .allMatch(line -> line.matches("\\Q" + picture + "\\E\t[0-9a-f]{64}\t[0-9]{1,3}"));
        assertThat(err.toString().lines())
                .containsExactly(
                        text + ": is no picture or video of a format that is read here",
                        missing + ": no such file",
                        "2 of 4 files could not be hashed");
    }

    @Test
    void knowsItsWrongUses() throws IOException {
        var picture = picture(directory.resolve("p.png")).toString();
        assertThat(run()).isEqualTo(GatehouseCommand.WRONG_USE);
        assertThat(run("--cage", "paper", picture)).isEqualTo(GatehouseCommand.WRONG_USE);
        assertThat(run("--workers", "0", picture)).isEqualTo(GatehouseCommand.WRONG_USE);
        assertThat(out.toString()).isEmpty();
    }

    private int run(String... arguments) {
        var all = new String[arguments.length + 1];
        all[0] = "hash";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return GatehouseCommand.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all);
    }

    private static Path picture(Path file) throws IOException {
        var image = new BufferedImage(90, 70, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < 70; y++) for (int x = 0; x < 90; x++) image.setRGB(x, y, x * y * 37 + 1000 * x);
        ImageIO.write(image, "png", file.toFile());
        return file;
    }
}
