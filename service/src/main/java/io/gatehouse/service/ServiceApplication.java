package io.gatehouse.service;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/** What `serve` starts: every component below this package. */
@SpringBootApplication
public class ServiceApplication {}
