package io.gatehouse.service;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The program's entry. */
@SpringBootApplication
public class Gatehouse {
    public static void main(String[] args) {
        SpringApplication.run(Gatehouse.class, args);
    }
}
