"""What the API's description in OpenAPI says beside what is read off each resource."""
