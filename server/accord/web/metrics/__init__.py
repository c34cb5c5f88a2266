"""What the service counts: requests, queries and what was refused, in the text format of Prometheus."""
