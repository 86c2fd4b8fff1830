package io.gatehouse.benchmarks.migration;

import io.gatehouse.residency.store.ObjectKey;
import io.gatehouse.residency.store.RegionStore;
import io.gatehouse.residency.store.RegionStore.StoredObject;
import java.net.URI;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Pages of a bucket's listing, asked for as the store asks. */
final class S3Pages implements Iterator<StoredObject> {
    private final S3Client s3;
    private Iterator<S3Object> page = List.<S3Object>of().iterator();
    private String last = "";
    private boolean more = true;

    S3Pages(URI endpoint) {
        this.s3 = S3Client.builder()
                .region(Region.EU_WEST_1)
                .endpointOverride(endpoint)
                .forcePathStyle(true)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("bench", "bench")))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    @Override
    public boolean hasNext() {
        if (!page.hasNext() && more) {
            var request = ListObjectsV2Request.builder()
                    .bucket("bench")
                    .prefix("media/")
                    .maxKeys(RegionStore.MAX_PAGE_SIZE);
            if (!last.isEmpty()) request.startAfter(last);
            var answer = s3.listObjectsV2(request.build());
            more = answer.isTruncated();
            page = answer.contents().iterator();
        }
        return page.hasNext();
    }

    @Override
    public StoredObject next() {
        if (!hasNext()) throw new NoSuchElementException();
        var object = page.next();
        last = object.key();
        return new StoredObject(new ObjectKey(object.key()), object.size(), object.lastModified());
    }
}
