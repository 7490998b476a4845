package dev.andon.monitor.asset;

import io.smallrye.common.annotation.NonBlocking;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

/** Serves assets under their hashed names, for ever, zipped where the browser takes it. */
@Path("/assets")
@PermitAll
@NonBlocking
final class AssetResource {
    private final Assets assets;

    AssetResource(Assets assets) {
        this.assets = assets;
    }

    @GET
    @Path("/{name}")
    public Response asset(@PathParam("name") String name, @HeaderParam(HttpHeaders.ACCEPT_ENCODING) String encodings) {
        Assets.Asset asset = assets.find(name);
        if (asset == null) {
            return Response.status(Response.Status.NOT_FOUND).build();
        }
        boolean zip = encodings != null && encodings.contains("gzip");
        Response.ResponseBuilder response = Response.ok(zip ? asset.zipped() : asset.content())
                .type(asset.type())
                .header(HttpHeaders.CACHE_CONTROL, "public, max-age=31536000, immutable")
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
        return zip ? response.header(HttpHeaders.CONTENT_ENCODING, "gzip").build() : response.build();
    }
}
