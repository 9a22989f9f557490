package dev.keepsake.bench.server;

/// The server answered a request with something else than success.
public final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int status;

    Refused(String request, int status, String reply) {
        super(request + ": status " + status + ", " + reply);
        this.status = status;
    }

    public int status() {
        return status;
    }
}
